import type { MemberActor } from "@/lib/platform/actor";
import { DomainError } from "@/lib/platform/errors";

/** May this member connect sources of orders and try failures out? */
export const maySetUp = ({ role }: Pick<MemberActor, "role">): boolean => role === "admin" || role === "lead";

/** @throws DomainError forbidden for everybody else */
export function requireSetter(actor: MemberActor): void {
  if (!maySetUp(actor)) throw new DomainError("forbidden", "A lead or an admin of this workspace does this.");
}

export type ProposedLimits = Readonly<{ agentMinor: number; leadMinor: number; fourEyesMinor: number }>;

const fewestAmounts = 20;

/**
 * Limits under which agents would have decided four of five refunds alone, and leads nearly all of them. Rounded up to
 * an amount that people remember.
 * @param amountsMinor what was refunded in the last 90 days, in one currency
 * @returns undefined when there are too few to say
 */
export function proposeLimits(amountsMinor: readonly number[]): ProposedLimits | undefined {
  if (amountsMinor.length < fewestAmounts) return undefined;
  const sorted = amountsMinor.toSorted((one, other) => one - other);
  const at = (share: number) => roundUp(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  return { agentMinor: at(0.8), fourEyesMinor: at(0.95), leadMinor: at(0.98) };
}

const steps = [1, 2, 2.5, 5, 10];

/** The next of 1, 2, 2.5, 5 or 10 times a power of ten. */
export function roundUp(amountMinor: number): number {
  if (amountMinor <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(amountMinor));
  const step = steps.find((candidate) => Math.ceil(candidate * power) >= amountMinor) ?? 10;
  return Math.ceil(step * power);
}
