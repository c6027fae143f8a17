import { z } from "zod";
import { type AuditRow, auditQuery } from "@/lib/modules/audit/schema";
import type { WaitingApproval } from "@/lib/modules/decisions/queries";
import { type RefundPageRow, refundPageQuery } from "@/lib/modules/refunds/pages";
import { payoutMethods, refundStates } from "@/lib/modules/refunds/schema";
import { iso, isoOrNull, moment, money, moneyOf, type Operation, pageOf } from "./shared";

const roles = z.enum(["lead", "finance"]);
const approval = z
  .strictObject({
    id: z.uuid(),
    decisionId: z.uuid(),
    decisionVersion: z.int(),
    caseId: z.uuid(),
    caseNumber: z.int(),
    subject: z.string(),
    customer: z.strictObject({ name: z.string() }),
    amount: money,
    rationale: z.string(),
    proposedBy: z.string(),
    requiredRole: roles,
    requiredVotes: z.int(),
    votes: z.array(z.strictObject({ memberId: z.uuid(), memberName: z.string(), role: roles })),
    askedAt: moment,
    expiresAt: moment,
  })
  .meta({ id: "Approval" });
export const approvalList = pageOf(approval, "ApprovalList");
export const approvalQuery = z.strictObject({
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

const refund = z
  .strictObject({
    id: z.uuid(),
    caseId: z.uuid(),
    decisionId: z.uuid(),
    chargeId: z.uuid(),
    method: z.enum(payoutMethods),
    destinationId: z.uuid().nullable(),
    state: z.enum(refundStates),
    amount: money,
    providerRefundId: z.string().nullable(),
    failureReason: z.string().nullable(),
    manualReference: z.string().nullable(),
    replacesId: z.uuid().nullable(),
    scheduledFor: moment.nullable(),
    createdAt: moment,
    settledAt: moment.nullable(),
  })
  .meta({ id: "Refund" });
export const refundList = pageOf(refund, "RefundList");

const details = z.record(z.string(), z.unknown());
const auditEntry = z
  .strictObject({
    id: z.uuid(),
    actor: z.strictObject({ kind: z.string(), id: z.uuid().nullable(), name: z.string() }),
    action: z.string(),
    subject: z.strictObject({ type: z.string(), id: z.uuid() }),
    detail: details,
    before: details.nullable(),
    after: details.nullable(),
    origin: details.nullable(),
    createdAt: z.string().meta({ description: "UTC with microseconds, as it was sealed" }),
    position: z.int().nullable().meta({ description: "In the tenant's hash chain; null until it is sealed" }),
    previousHash: z.string().nullable(),
    hash: z.string().nullable(),
  })
  .meta({ id: "AuditEntry" });
export const auditList = pageOf(auditEntry, "AuditList");

const list = { method: "get", problems: [400, 422] } as const;
export const listOperations: readonly Operation[] = [
  {
    ...list,
    path: "/api/v1/approvals",
    operationId: "listApprovals",
    summary: "Everything that waits for a yes, the oldest first",
    scope: "case:read",
    query: approvalQuery,
    success: { statuses: [200], schema: approvalList },
  },
  {
    ...list,
    path: "/api/v1/refunds",
    operationId: "listRefunds",
    summary: "Refunds, the newest first",
    scope: "refund:read",
    query: refundPageQuery,
    success: { statuses: [200], schema: refundList },
  },
  {
    ...list,
    path: "/api/v1/audit",
    operationId: "listAudit",
    summary: "The audit log, the newest act first",
    scope: "audit:read",
    query: auditQuery,
    success: { statuses: [200], schema: auditList },
  },
];

export const toApproval = (row: WaitingApproval): z.input<typeof approval> => ({
  id: row.approvalId,
  decisionId: row.id,
  decisionVersion: row.version,
  caseId: row.caseId,
  caseNumber: row.caseNumber,
  subject: row.subject,
  customer: { name: row.customerName },
  amount: moneyOf(row.amountMinor, row.currency),
  rationale: row.rationale,
  proposedBy: row.proposedByName,
  requiredRole: row.requiredRole,
  requiredVotes: row.requiredVotes,
  votes: row.votes.map(({ memberId, memberName, role }) => ({ memberId, memberName, role })),
  askedAt: iso(row.askedAt),
  expiresAt: iso(row.expiresAt),
});

export const toRefund = ({ amountMinor, currency, ...row }: RefundPageRow): z.input<typeof refund> => ({
  ...row,
  amount: moneyOf(amountMinor, currency),
  scheduledFor: isoOrNull(row.scheduledFor),
  createdAt: iso(row.createdAt),
  settledAt: isoOrNull(row.settledAt),
});

export const toAuditEntry = (row: AuditRow): z.input<typeof auditEntry> => {
  const { id, action, detail, before, after, origin, createdAt, position, previousHash, hash } = row;
  return {
    ...{ id, action, detail, before, after, origin, createdAt, position, previousHash, hash },
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    subject: { type: row.subjectType, id: row.subjectId },
  };
};
