import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { metrics } from "./metrics";

type HopKind = "database" | "redis" | "auth" | "payment" | "mail" | "crm";

type HopSettings = Readonly<{
  name: string;
  kind: HopKind;
  /** p99 budget in milliseconds: what a caller may count on. */
  budgetMs: number;
  /** When a call is given up, in milliseconds. */
  timeoutMs: number;
  /** Only for calls that may be repeated. */
  retries?: number;
  retryDelayMs?: number;
}>;

/** The call was given up. What it did on the other side is not known. */
export class HopTimeoutError extends Error {
  constructor(readonly hop: string) {
    super(`${hop} did not answer in time`);
    this.name = "HopTimeoutError";
  }
}

export type Hop = <Result>(work: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;

/**
 * Declares an outgoing call: its budget, when it is given up, and how often it is repeated. Every call to a
 * database, Redis, the auth server, the payment provider, mail or CRM goes through one.
 * @throws HopTimeoutError when `work` does not answer within `timeoutMs`
 */
export function defineHop(settings: HopSettings): Hop {
  const { name, budgetMs, timeoutMs, retries = 0, retryDelayMs = 0 } = settings;
  metrics.hopBudgetSeconds.set({ hop: name }, budgetMs / 1_000);

  return async (work) => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await timed(name, timeoutMs, work);
      } catch (error) {
        if (attempt >= retries) throw error;
        await delay(retryDelayMs);
      }
    }
  };
}

async function timed<Result>(
  hop: string,
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stop = metrics.hopSeconds.startTimer({ hop });
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new HopTimeoutError(hop));
      controller.abort();
    }, timeoutMs);
  });
  try {
    const result = await Promise.race([work(controller.signal), timeout]);
    stop({ outcome: "ok" });
    return result;
  } catch (error) {
    stop({ outcome: error instanceof HopTimeoutError ? "timeout" : "error" });
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
