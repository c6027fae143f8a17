import { setTimeout as delay } from "node:timers/promises";
import { logger } from "@/lib/platform/logger";

type Pace = Readonly<{ busyMs: number; idleMs: number }>;

export type Loop = Readonly<{ stop: () => Promise<void> }>;

/**
 * Runs `turn` again and again until stopped: soon when it found work, later when it found none. A turn that fails is
 * logged and repeated; it never ends the loop.
 * @param turn returns whether it found work
 */
export function startLoop(name: string, pace: Pace, turn: () => Promise<boolean>): Loop {
  const stopping = new AbortController();
  let failures = 0;

  const run = async () => {
    while (!stopping.signal.aborted) {
      let waitMs = pace.idleMs;
      try {
        if (await turn()) waitMs = pace.busyMs;
        failures = 0;
      } catch (error) {
        failures += 1;
        waitMs = Math.min(1_000, pace.idleMs * 2 ** Math.min(failures, 6));
        if (failures === 1) logger.error({ loop: name, error: describe(error) }, "a turn failed");
      }
      await delay(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const ended = run();
  return {
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
}

/** A failure in words for the log, with what caused it. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
