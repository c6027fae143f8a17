import { and, eq } from "drizzle-orm";
import { type LockedCase, lockCase } from "@/lib/modules/cases/commands";
import type { MemberActor } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { lockRefund } from "./commands";
import type { Refund } from "./schema";
import { refunds } from "./tables";

/** Locks a refund and, before it, its case: everything about one case queues there. @throws DomainError `not_found` */
export async function lockWithCase(
  tx: Transaction,
  actor: MemberActor,
  refundId: string,
): Promise<Readonly<{ locked: LockedCase; refund: Refund }>> {
  const [known] = await tx
    .select({ caseId: refunds.caseId })
    .from(refunds)
    .where(and(eq(refunds.tenantId, actor.tenantId), eq(refunds.id, refundId)));
  const locked = known && (await lockCase(tx, actor.tenantId, known.caseId));
  const refund = await lockRefund(tx, actor.tenantId, refundId);
  if (!locked || !refund) throw new DomainError("not_found", "This refund does not exist.");
  return { locked, refund };
}

/** What was merged away starts no payment any more. @throws DomainError `conflict` */
export function requireUnmerged({ conversation }: LockedCase): void {
  if (conversation !== "merged") return;
  throw new DomainError("conflict", "This case was merged into another one. Decide there.");
}
