import { and, desc, eq, inArray } from "drizzle-orm";
import { cases } from "@/lib/modules/cases/tables";
import { customers } from "@/lib/modules/orders/tables";
import type { Actor } from "@/lib/platform/actor";
import { readAs, type Transaction } from "@/lib/platform/db";
import type { Decision, DecisionLine } from "./schema";
import { approvals, decisions } from "./tables";

/** The newest decision of a case. */
export async function findCurrentDecision(actor: Actor, caseId: string): Promise<Decision | undefined> {
  const [[found]] = await readAs(actor, (db) => [
    db
      .select()
      .from(decisions)
      .where(and(eq(decisions.tenantId, actor.tenantId), eq(decisions.caseId, caseId)))
      .orderBy(desc(decisions.createdAt))
      .limit(1),
  ]);
  return found;
}

export type WaitingApproval = Decision &
  Readonly<{
    approvalId: string;
    requiredRole: "lead" | "finance";
    expiresAt: Date;
    caseNumber: number;
    subject: string;
    customerName: string;
  }>;

/** Everything that waits for a yes, oldest first. */
export async function listApprovals(actor: Actor, limit = 100): Promise<WaitingApproval[]> {
  const [rows] = await readAs(actor, (db) => [
    db
      .select({
        approval: approvals,
        decision: decisions,
        caseNumber: cases.number,
        subject: cases.subject,
        customerName: customers.name,
      })
      .from(approvals)
      .innerJoin(
        decisions,
        and(eq(decisions.tenantId, approvals.tenantId), eq(decisions.id, approvals.decisionId)),
      )
      .innerJoin(cases, and(eq(cases.tenantId, approvals.tenantId), eq(cases.id, approvals.caseId)))
      .innerJoin(customers, and(eq(customers.tenantId, cases.tenantId), eq(customers.id, cases.customerId)))
      .where(and(eq(approvals.tenantId, actor.tenantId), eq(approvals.state, "waiting")))
      .orderBy(approvals.createdAt)
      .limit(limit),
  ]);
  return rows.map(({ approval, decision, ...row }) => ({
    ...decision,
    ...row,
    approvalId: approval.id,
    requiredRole: approval.requiredRole,
    expiresAt: approval.expiresAt,
  }));
}

/** What decisions of any case of this order already refund. Call it while holding the order's charges. */
export async function listDecidedLines(
  tx: Transaction,
  tenantId: string,
  orderId: string,
): Promise<DecisionLine[]> {
  const rows = await tx
    .select({ lines: decisions.lines })
    .from(decisions)
    .innerJoin(cases, and(eq(cases.tenantId, decisions.tenantId), eq(cases.id, decisions.caseId)))
    .where(
      and(
        eq(decisions.tenantId, tenantId),
        eq(cases.orderId, orderId),
        inArray(decisions.state, ["approved", "awaiting_approval"]),
      ),
    );
  return rows.flatMap((row) => row.lines);
}

/** How many pieces of each line decisions refund already, by line id. */
export async function findDecidedQuantities(
  actor: Actor,
  orderId: string,
): Promise<Readonly<Record<string, number>>> {
  const [lines] = await readAs(actor, (db) => [listDecidedLines(db, actor.tenantId, orderId)]);
  const quantities: Record<string, number> = {};
  for (const line of lines) {
    quantities[line.orderLineId] = (quantities[line.orderLineId] ?? 0) + line.quantity;
  }
  return quantities;
}
