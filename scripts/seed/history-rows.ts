import type postgres from "postgres";
import { v7 } from "uuid";
import { formatMoney } from "@/lib/platform/money";
import { fractionOf } from "./dates";
import type { Asked, Member, Past } from "./history";
import { decidedAtOf, idOf } from "./history-ids";
import { insertApproval, insertRefund } from "./history-money";
import { fill } from "./history-words";

type Sql = postgres.TransactionSql;

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
/** As the worker closes them. */
const closedAfterDays = 7;

export const wordsOf = ({ shop, candidate }: Asked, amountMinor: number) => ({
  item: candidate.itemName,
  order: candidate.orderNumber,
  name: candidate.customerName.split(" ")[0] ?? "",
  amount: formatMoney(amountMinor, candidate.currency, shop.locale),
});

/** Every row of one decided case, as the desk would have written them then. */
export async function insertPast(
  sql: Sql,
  past: Past,
  { providerRefundId, now }: Readonly<{ providerRefundId: string | undefined; now: Date }>,
): Promise<void> {
  const { candidate, openedAt, proposer, decider } = past;
  const decidedAt = decidedAtOf(openedAt, candidate);
  const proposedAt = proposer === decider ? decidedAt : new Date(decidedAt.getTime() - 9 * minuteMs);
  const paidAt = new Date(decidedAt.getTime() + 2_000 + 9_000 * fractionOf(`${candidate.orderNumber} paid`));
  const decisionId = idOf(past, "decision", proposedAt);
  const decided = {
    decisionId,
    caseId: idOf(past, "case", openedAt),
    proposedAt,
    decidedAt,
    paidAt,
    providerRefundId,
  };
  await sql`insert into makegood.cases ${sql(caseOf(sql, past, decided, now))}`;
  await sql`insert into makegood.messages ${sql(messagesOf(past, decided))}`;
  await sql`insert into makegood.decisions ${sql(decisionOf(sql, past, decided))}`;
  if (proposer !== decider) await insertApproval(sql, past, decided);
  if (providerRefundId) await insertRefund(sql, past, { ...decided, providerRefundId });
  await sql`insert into makegood.audit_log ${sql(auditOf(sql, past, decided))}`;
}

export type Decided = Readonly<{
  decisionId: string;
  caseId: string;
  proposedAt: Date;
  decidedAt: Date;
  paidAt: Date;
  providerRefundId: string | undefined;
}>;

/** Who wrote to the customer, where that was a person. */
const writerOf = ({ decider }: Past): Member | undefined => (decider.role === "key" ? undefined : decider);

const textsOf = (past: Past) => {
  const { story, isPaid, amountMinor } = past;
  const words = wordsOf(past, amountMinor);
  return {
    subject: fill(story.subject, words),
    body: fill(story.body, words),
    reply: fill(isPaid ? story.paid : story.denied, words),
  };
};

function caseOf(sql: Sql, past: Past, decided: Decided, now: Date) {
  const { candidate, openedAt, isPaid, amountMinor, stored, shop } = past;
  const { subject, body } = textsOf(past);
  const writer = writerOf(past);
  const ageMs = now.getTime() - decided.decidedAt.getTime();
  return {
    ...{ id: decided.caseId, tenant_id: past.tenantId, number: past.number, subject },
    ...{
      preview: body.replace(/\s+/g, " ").slice(0, 160),
      channel: "portal",
      locale: shop.locale.slice(0, 2),
    },
    ...{ customer_id: candidate.customerId, order_id: candidate.orderId },
    conversation: ageMs > closedAfterDays * dayMs ? "closed" : "resolved",
    ...{
      assignee_id: writer?.id ?? null,
      assignee_name: writer?.name ?? null,
      verdict: stored.trace.verdict,
    },
    ...{ decision: isPaid ? "approved" : "denied", refund: isPaid ? "succeeded" : "none" },
    ...{ amount_minor: isPaid ? amountMinor : null, currency: isPaid ? candidate.currency : null },
    follow_through: sql.json(stepsOf(past, decided) as never),
    ...{ first_replied_at: decided.decidedAt, last_message_at: decided.decidedAt },
    ...{ resolved_at: decided.paidAt, created_at: openedAt, updated_at: decided.paidAt },
  };
}

function messagesOf(past: Past, { caseId, decidedAt }: Decided) {
  const { body, reply } = textsOf(past);
  const message = (kind: string, at: Date, author: Partial<Member>, text: string) => ({
    ...{ id: v7({ msecs: at.getTime() }), tenant_id: past.tenantId, case_id: caseId, kind, body: text },
    ...{
      author_name: author.name ?? "",
      author_id: author.id ?? null,
      created_at: at,
      channel: kind === "customer" ? "portal" : "mail",
    },
  });
  return [
    message("customer", past.openedAt, { name: past.candidate.customerName }, body),
    message("reply", decidedAt, writerOf(past) ?? { name: past.decider.name }, reply),
  ];
}

function decisionOf(sql: Sql, past: Past, { decisionId, caseId, proposedAt, decidedAt }: Decided) {
  const { tenantId, candidate, story, stored, isPaid, amountMinor, proposer, decider } = past;
  const leg = { chargeId: candidate.chargeId, amountMinor, method: "refund", destinationId: null };
  return {
    ...{ id: decisionId, tenant_id: tenantId, case_id: caseId, order_id: candidate.orderId },
    ...{ customer_id: candidate.customerId, state: isPaid ? "approved" : "denied", action: "return" },
    ...{ outcome: isPaid ? "approve" : "deny", amount_minor: amountMinor, currency: candidate.currency },
    legs: sql.json(isPaid ? [leg] : []),
    lines: sql.json(isPaid ? [{ orderLineId: candidate.lineId, quantity: 1, amountMinor }] : []),
    ...{ reason_code: story.reason, rationale: story.rationale, trace: sql.json(stored as never) },
    ...{ verdict: stored.trace.verdict, cap_minor: stored.trace.capMinor },
    policy_version_id: stored.trace.policyVersion.id,
    denial: past.denial ? sql.json(past.denial as never) : null,
    ...{ proposed_by_kind: proposer.role === "key" ? "key" : "member", proposed_by_id: proposer.id },
    ...{ proposed_by_name: proposer.name, approval_hash: past.approvalHash },
    ...{ decided_by_id: decider.id, decided_by_name: decider.name },
    ...{ decided_at: decidedAt, created_at: proposedAt },
  };
}

function stepsOf({ isPaid, proposer, decider }: Past, { decidedAt, paidAt, providerRefundId }: Decided) {
  const done = (step: string, at: Date, more = {}) => ({
    step,
    state: "done",
    attempts: 1,
    at: at.toISOString(),
    ...more,
  });
  const skipped = (step: string) => ({ step, state: "skipped", attempts: 0 });
  return [
    done("decision", decidedAt, { by: proposer.name }),
    proposer === decider ? skipped("approval") : done("approval", decidedAt, { by: decider.name }),
    isPaid ? done("payout", paidAt, { providerId: providerRefundId }) : skipped("payout"),
    done("mail", paidAt),
    done("crm", paidAt),
  ];
}

function auditOf(sql: Sql, past: Past, { decisionId, caseId, proposedAt, decidedAt }: Decided) {
  const { tenantId, proposer, decider, isPaid, story, amountMinor, candidate } = past;
  const act = (by: Member, action: string, at: Date, before: unknown, after: unknown) => ({
    ...{
      id: v7({ msecs: at.getTime() }),
      tenant_id: tenantId,
      actor_kind: by.role === "key" ? "key" : "member",
    },
    ...{ actor_id: by.id, actor_name: by.name, action, subject_type: "decision", subject_id: decisionId },
    detail: sql.json({
      ...{ caseId, note: story.rationale, outcome: isPaid ? "approve" : "deny", amountMinor },
      ...{ currency: candidate.currency, verdict: past.stored.trace.verdict },
      policyVersion: past.stored.trace.policyVersion.number,
    }),
    before: before ? sql.json(before as never) : null,
    ...{ after: sql.json(after as never), origin: null, created_at: at },
  });
  const ended = { state: isPaid ? "approved" : "denied", version: proposer === decider ? 1 : 2 };
  const asked = { state: "awaiting_approval", version: 1 };
  return proposer === decider
    ? [act(proposer, "decision.proposed", decidedAt, null, ended)]
    : [
        act(proposer, "decision.proposed", proposedAt, null, asked),
        act(decider, "decision.approved", decidedAt, asked, ended),
      ];
}
