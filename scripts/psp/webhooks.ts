import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { PspEvent } from "./entries";

const retryDelaysMs = [250, 500, 1_000, 2_000, 4_000, 8_000];
const attemptTimeoutMs = 5_000;
const keptAttempts = 10_000;

export type DeliveryAttempt = { at: string; event_id: string; type: string; status: number | string };
export type HeldOrder = "same" | "reversed" | "shuffled";

/** Sends events until they are taken or the attempts run out: at least once and in no promised order. */
export class WebhookSender {
  readonly attempts: DeliveryAttempt[] = [];
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #held: PspEvent[] = [];
  #isPaused = false;

  constructor(
    private readonly target: { webhookUrl: string | undefined; webhookSecret: string },
    private readonly onSettled: (eventId: string, delivered: boolean) => void,
  ) {}

  get held(): readonly PspEvent[] {
    return this.#held;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  send(event: PspEvent): void {
    if (this.#isPaused) this.#held.push(event);
    else this.#run(this.#deliver(event));
  }

  /** Sends an event again, whether or not it was taken before; nothing of it is journaled. */
  resend(event: PspEvent, times: number, delayMs: number): void {
    const repeat = async () => {
      for (let time = 0; time < times; time += 1) {
        if (delayMs > 0) await this.#pause(delayMs);
        await this.#attempt(event);
      }
    };
    this.#run(repeat());
  }

  pause(): void {
    this.#isPaused = true;
  }

  /** Delivers what was held, one after the other, so that the order asked for is the order of arrival. */
  resume(order: HeldOrder): number {
    const events = reorder(this.#held, order);
    this.#held = [];
    this.#isPaused = false;
    const deliverAll = async () => {
      for (const event of events) await this.#deliver(event);
    };
    this.#run(deliverAll());
    return events.length;
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#running);
  }

  #run(work: Promise<void>): void {
    const running = work.catch((error: unknown) => {
      // Stopping ends the waits below with an abort; the event stays undelivered and is sent at the next start.
      if (!this.#stopping.signal.aborted) throw error;
    });
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running));
  }

  async #deliver(event: PspEvent): Promise<void> {
    if (!this.target.webhookUrl) return;
    if (await this.#attempt(event)) return this.onSettled(event.id, true);
    for (const delayMs of retryDelaysMs) {
      await this.#pause(delayMs);
      if (await this.#attempt(event)) return this.onSettled(event.id, true);
    }
    this.onSettled(event.id, false);
  }

  async #attempt(event: PspEvent): Promise<boolean> {
    const status = await this.#post(event);
    this.#stopping.signal.throwIfAborted();
    this.attempts.push({ at: new Date().toISOString(), event_id: event.id, type: event.type, status });
    if (this.attempts.length > keptAttempts) this.attempts.shift();
    return typeof status === "number" && status >= 200 && status < 300;
  }

  async #post(event: PspEvent): Promise<number | string> {
    if (!this.target.webhookUrl) return "no PSP_WEBHOOK_URL";
    const payload = JSON.stringify(event, undefined, 2);
    try {
      const response = await fetch(this.target.webhookUrl, {
        method: "POST",
        headers: {
          "content-type": "application/json; charset=utf-8",
          "stripe-signature": signPayload(payload, this.target.webhookSecret),
          "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        },
        body: payload,
        redirect: "manual",
        signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(attemptTimeoutMs)]),
      });
      await response.body?.cancel();
      return response.status;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  async #pause(delayMs: number): Promise<void> {
    await sleep(delayMs, undefined, { signal: this.#stopping.signal });
  }
}

export function signPayload(payload: string, secret: string): string {
  const timestamp = Math.floor(Date.now() / 1_000);
  const signature = createHmac("sha256", secret).update(`${timestamp}.${payload}`).digest("hex");
  return `t=${timestamp},v1=${signature}`;
}

function reorder(events: readonly PspEvent[], order: HeldOrder): PspEvent[] {
  if (order === "reversed") return events.toReversed();
  if (order === "shuffled") return events.toSorted(() => Math.random() - 0.5);
  return [...events];
}
