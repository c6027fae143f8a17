import { z } from "zod";

export const faultModes = [
  "timeout_after_paying",
  "error_500_after_paying",
  "error_500_before",
  "error_500_kept",
  "rate_limited",
  "not_refundable",
  "pending",
  "fails_later",
  "insufficient_balance",
  "requires_action",
  "hang",
  "slow",
] as const;

export const faultInput = z.strictObject({
  mode: z.enum(faultModes),
  count: z.coerce.number().int().min(1).max(1_000_000).default(1),
  delayMs: z.coerce.number().int().min(0).max(3_600_000).default(1_000),
  match: z.strictObject({ payment_intent: z.string().optional() }).default({}),
});
export type Fault = z.output<typeof faultInput>;

/** What the next refund creations do, in the order in which it was asked for. Forgotten at a restart. */
export class Faults {
  #waiting: Fault[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ ...fault });
  }

  clear(): void {
    this.#waiting = [];
  }

  list(): readonly Fault[] {
    return this.#waiting;
  }

  take(intentId: string): Fault | undefined {
    const wanted = (fault: Fault) => (fault.match.payment_intent ?? intentId) === intentId;
    const fault = this.#waiting.find(wanted);
    if (!fault) return undefined;
    fault.count -= 1;
    this.#waiting = this.#waiting.filter((other) => other.count > 0);
    return fault;
  }
}
