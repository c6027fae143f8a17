import type postgres from "postgres";
import { v7 } from "uuid";
import { payoutKey } from "@/lib/modules/refunds/schema";
import type { Past } from "./history";
import { idOf, refundIdsOf } from "./history-ids";
import type { Decided } from "./history-rows";

type Sql = postgres.TransactionSql;

const approvalMs = 5 * 86_400_000;

/** The question that a lead answered, and their yes. */
export async function insertApproval(
  sql: Sql,
  past: Past,
  { decisionId, caseId, proposedAt, decidedAt }: Decided,
) {
  const { tenantId, decider, approvalHash: hash } = past;
  const id = v7({ msecs: proposedAt.getTime() });
  await sql`insert into makegood.approvals ${sql({
    ...{
      id,
      tenant_id: tenantId,
      decision_id: decisionId,
      case_id: caseId,
      state: "approved",
      required_role: "lead",
      hash,
    },
    ...{
      expires_at: new Date(proposedAt.getTime() + approvalMs),
      decided_by_id: decider.id,
      decided_by_name: decider.name,
    },
    ...{ decided_at: decidedAt, created_at: proposedAt },
  })}`;
  await sql`insert into makegood.approval_votes ${sql({
    ...{
      tenant_id: tenantId,
      approval_id: id,
      member_id: decider.id,
      member_name: decider.name,
      role: "lead",
      hash,
    },
    voted_at: decidedAt,
  })}`;
}

/** What was paid: set aside on its charge, asked for at the provider, and in the books. */
export async function insertRefund(
  sql: Sql,
  past: Past,
  {
    decisionId,
    caseId,
    decidedAt,
    paidAt,
    providerRefundId,
  }: Decided & Readonly<{ providerRefundId: string }>,
) {
  const { tenantId, candidate, amountMinor } = past;
  const { refundId, attemptId } = refundIdsOf(past);
  const tenant = { tenant_id: tenantId };
  await sql`update makegood.charges set reserved_minor = reserved_minor + ${amountMinor}
    where tenant_id = ${tenantId} and id = ${candidate.chargeId}`;
  await sql`insert into makegood.refunds ${sql({
    ...{ id: refundId, ...tenant, case_id: caseId, decision_id: decisionId, charge_id: candidate.chargeId },
    ...{
      method: "refund",
      state: "succeeded",
      amount_minor: amountMinor,
      currency: candidate.currency,
      generation: 1,
    },
    ...{
      provider_refund_id: providerRefundId,
      created_at: decidedAt,
      submitted_at: decidedAt,
      settled_at: paidAt,
    },
  })}`;
  await sql`insert into makegood.refund_attempts ${sql({
    ...{ id: attemptId, ...tenant, refund_id: refundId, generation: 1, state: "succeeded" },
    ...{ provider_key: payoutKey(refundId, 1), provider_refund_id: providerRefundId },
    ...{ started_at: decidedAt, finished_at: paidAt },
  })}`;
  const posting = (cause: string, at: Date, debit: string, credit: string) => {
    const entry = {
      ...tenant,
      posting_id: idOf(past, cause, at),
      refund_id: refundId,
      cause,
      currency: candidate.currency,
    };
    return [
      { ...entry, account: debit, amount_minor: amountMinor, created_at: at },
      { ...entry, account: credit, amount_minor: -amountMinor, created_at: at },
    ];
  };
  await sql`insert into makegood.ledger_entries ${sql([
    ...posting("reserved:g0", decidedAt, "refunds_expense", "refunds_payable"),
    ...posting("settled:g1", paidAt, "refunds_payable", "provider_balance"),
  ])}`;
}
