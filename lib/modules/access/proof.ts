import { sql } from "drizzle-orm";
import { sumAmountsSince } from "@/lib/modules/audit/audit";
import { type Actor, actorId } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";

/** Acts of one person that let money go which somebody else asked for. */
const movingActs = [
  "decision.approved",
  // The first of two.
  "decision.awaiting_approval",
  "refund.replaced",
  "refund.retried",
  "refund.paid_by_hand",
];

type Amount = Readonly<{ amountMinor: number; currency: string; stepUpMinor: number }>;

/**
 * A working day is long. What somebody lets go since they proved who they are is bounded: beyond that sum they have
 * proved it within ten minutes.
 * @throws DomainError `forbidden` with `needsProof`
 */
export async function requireProofFor(
  tx: Transaction,
  actor: Actor,
  { amountMinor, currency, stepUpMinor }: Amount,
): Promise<void> {
  if (actor.kind !== "member") return;
  const [proof] = await tx.execute<{ at: string | null; is_fresh: boolean }>(sql`
    select private.proved_at()::text as at,
      coalesce(private.proved_at() > now() - interval '10 minutes', false) as is_fresh`);
  if (proof?.is_fresh) return;
  const since = proof?.at;
  const sofar = since
    ? await sumAmountsSince(tx, actor.tenantId, {
        actorId: actorId(actor),
        actions: movingActs,
        currency,
        since,
      })
    : 0;
  if (since && sofar + amountMinor <= stepUpMinor) return;
  throw new DomainError("forbidden", "For an amount this large, please prove once more who you are.", {
    needsProof: true,
  });
}
