import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Actor } from "@/lib/platform/actor";
import { readAs } from "@/lib/platform/db";
import { refunds } from "./tables";

export const refundPageQuery = z.strictObject({
  caseId: z.uuid().optional(),
  decisionId: z.uuid().optional(),
  /** Ids are in the order of time, so an id is a cursor. */
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type RefundPageQuery = z.output<typeof refundPageQuery>;

const columns = {
  id: refunds.id,
  caseId: refunds.caseId,
  decisionId: refunds.decisionId,
  chargeId: refunds.chargeId,
  method: refunds.method,
  destinationId: refunds.destinationId,
  state: refunds.state,
  amountMinor: refunds.amountMinor,
  currency: refunds.currency,
  providerRefundId: refunds.providerRefundId,
  failureReason: refunds.failureReason,
  manualReference: refunds.manualReference,
  replacesId: refunds.replacesId,
  scheduledFor: refunds.scheduledFor,
  createdAt: refunds.createdAt,
  settledAt: refunds.settledAt,
};

/** One page of the tenant's refunds, the newest first. */
export async function listRefundPage(actor: Actor, query: RefundPageQuery) {
  const [found] = await readAs(actor, (db) => [
    db
      .select(columns)
      .from(refunds)
      .where(and(eq(refunds.tenantId, actor.tenantId), ...filtersOf(query)))
      .orderBy(desc(refunds.id))
      .limit(query.limit + 1),
  ]);
  const rows = found.slice(0, query.limit);
  return { rows, nextCursor: found.length > query.limit ? rows.at(-1)?.id : undefined };
}
export type RefundPageRow = Awaited<ReturnType<typeof listRefundPage>>["rows"][number];

const filtersOf = ({ caseId, decisionId, cursor }: RefundPageQuery): (SQL | undefined)[] => [
  caseId ? eq(refunds.caseId, caseId) : undefined,
  decisionId ? eq(refunds.decisionId, decisionId) : undefined,
  cursor ? sql`${refunds.id} < ${cursor}::uuid` : undefined,
];
