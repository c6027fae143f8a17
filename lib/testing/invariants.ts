import { expect } from "vitest";
import { crmDeliveries, mailsTo, paidRefunds } from "./outside";
import { type OpenCase, owner, type Shop } from "./shop";
import { until } from "./until";

type Step = Readonly<{ step: string; state: string }>;

/** What the case row says of its follow-through, by step. */
export async function stepsOf(caseId: string): Promise<Record<string, string>> {
  const [row] = await owner<{ follow_through: Step[] }[]>`
    select follow_through from makegood.cases where id = ${caseId}`;
  return Object.fromEntries((row?.follow_through ?? []).map((step) => [step.step, step.state]));
}

/** Waits until payout, mail and CRM of the case are done. */
export async function untilFollowedThrough(opened: OpenCase): Promise<void> {
  await until("payout, mail and CRM are done", async () => {
    const steps = await stepsOf(opened.caseId);
    const open = await countOpen(opened.caseId);
    return steps.payout === "done" && steps.mail === "done" && steps.crm === "done" && open === 0;
  });
}

async function countOpen(caseId: string): Promise<number> {
  const [row] = await owner<{ open: number }[]>`
    select count(*)::int as open from makegood.effects where case_id = ${caseId} and state not in ('done', 'skipped')`;
  return row?.open ?? 0;
}

export type Followed = Readonly<{
  refundAmounts: readonly number[];
  mailSubjects: readonly string[];
  crmTypes: readonly string[];
  refundStates: readonly string[];
  crmInOrder: boolean;
  isLedgerBalanced: boolean;
  hasGap: boolean;
}>;

/** What the world and the books say of a case once it is quiet. */
export async function inspect(shop: Shop, opened: OpenCase): Promise<Followed> {
  const [refunds, mails, deliveries] = await Promise.all([
    paidRefunds(opened.paymentId),
    mailsTo(opened.customerEmail),
    crmDeliveries(opened.caseId),
  ]);
  const states = await owner<{ state: string }[]>`
    select state from makegood.refunds where case_id = ${opened.caseId} order by created_at`;
  const unbalanced = await owner`
    select posting_id from makegood.ledger_entries where tenant_id = ${shop.tenantId}
    group by posting_id, currency having sum(amount_minor) <> 0`;
  const [gaps] = await owner<{ gaps: number }[]>`
    select (max(position) - count(*))::int as gaps from makegood.relay_batches where tenant_id = ${shop.tenantId}`;
  // On the wire at least once, at the receiver once: a repeat carries the id of the first.
  const taken = deliveries.filter((delivery) => !delivery.repeat);
  const sequences = taken.map((delivery) => delivery.sequence);
  return {
    refundAmounts: refunds.map((refund) => refund.amount),
    mailSubjects: mails.map((mail) => mail.subject),
    crmTypes: taken.map((delivery) => delivery.type),
    refundStates: states.map((row) => row.state),
    crmInOrder: sequences.every((sequence, index) => index === 0 || sequence >= (sequences[index - 1] ?? 0)),
    isLedgerBalanced: unbalanced.length === 0,
    hasGap: (gaps?.gaps ?? 0) !== 0,
  };
}

/** A refund of `amountMinor` that was followed through exactly once, as everybody outside sees it. */
export const followedOnce = (amountMinor: number) => ({
  refundAmounts: [amountMinor],
  mailSubjects: [expect.stringContaining("to your bank")],
  crmTypes: ["decision.proposed", "decision.approved", "refund.succeeded"],
  refundStates: ["succeeded"],
  crmInOrder: true,
  isLedgerBalanced: true,
  hasGap: false,
});
