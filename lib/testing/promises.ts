import { newId } from "@/lib/platform/ids";
import { type OpenCase, owner, type Shop } from "./shop";

// What we promised of a charge and what we know of it, arranged and read past the product.

/** Money that was promised of the case's charge, as an approved decision leaves it. */
export async function promise(
  shop: Shop,
  opened: OpenCase,
  amountMinor: number,
  more: { state?: string; method?: string } = {},
) {
  const { state = "scheduled", method = "refund" } = more;
  const id = newId();
  await owner.begin(async (sql) => {
    await sql`
      insert into makegood.refunds
        (id, tenant_id, case_id, decision_id, charge_id, state, method, amount_minor, currency, generation)
      values (${id}, ${shop.tenantId}, ${opened.caseId}, ${newId()}, ${opened.chargeId}, ${state}, ${method},
        ${amountMinor}, 'USD', ${state === "scheduled" ? 0 : 1})`;
    await sql`update makegood.charges set reserved_minor = reserved_minor + ${amountMinor} where id = ${opened.chargeId}`;
  });
  return id;
}

/** What we know of the charge. */
export async function chargeOf({ chargeId }: OpenCase) {
  const [charge] = await owner`
    select state, captured_minor as captured, external_refunded_minor as external, disputed_minor as disputed,
      reserved_minor as reserved from makegood.charges where id = ${chargeId}`;
  return charge;
}
/** Why the refund may not be submitted now. */
export async function holdsOf(refundId: string): Promise<string[]> {
  const rows = await owner<{ reason: string }[]>`
    select reason from makegood.refund_holds where refund_id = ${refundId} and lifted_at is null order by reason`;
  return rows.map(({ reason }) => reason);
}
export async function disputesOf({ chargeId }: OpenCase) {
  return [
    ...(await owner`
      select state, amount_minor as amount, withdrawn_minor as withdrawn, closed_at is not null as closed
      from makegood.disputes where charge_id = ${chargeId} order by opened_at`),
  ];
}
/** The payout step of the case, as the desk shows it. */
export async function payoutOf({ caseId }: OpenCase) {
  const [row] = await owner<{ follow_through: { step: string; state: string; error?: string }[] }[]>`
    select follow_through from makegood.cases where id = ${caseId}`;
  return row?.follow_through.find(({ step }) => step === "payout");
}
/** How often whoever watches the case was told that its follow-through changed. */
export const changesOf = async ({ caseId }: OpenCase) =>
  (
    await owner`select 1 from makegood.outbox where subject_id = ${caseId} and type = 'follow_through.changed'`
  ).length;
