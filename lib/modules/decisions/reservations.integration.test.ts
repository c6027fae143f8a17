import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { POST } from "@/app/api/webhooks/stripe/route";
import { lockCase } from "@/lib/modules/cases/commands";
import { lockRefund, startAttempt } from "@/lib/modules/refunds/commands";
import { recordAttempt } from "@/lib/modules/refunds/record";
import { asTenant } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { closeDispute, dispute, eventsOf, refundByHand, signedRequest, stripe } from "@/lib/testing/provider";
import {
  type Act,
  anyAct,
  type Book,
  captured,
  cases,
  newBook,
  perform,
  pieces,
  unitMinor,
} from "@/lib/testing/reservations";
import { createShop, type OpenCase, openCase, owner, type Shop } from "@/lib/testing/shop";
import {
  approveDecision,
  denyDecision,
  proposeRefund,
  returnDecision,
  revokeDecision,
  withdrawDecision,
} from "./commands";
import { proposeRefundInput } from "./schema";

afterAll(() => owner.end());

const note = "Because the test says so.";
type Charge = { id: string; paymentId: string; events: number; disputeId?: string | undefined };
type World = Readonly<{
  shop: Shop;
  opened: OpenCase;
  caseIds: readonly string[];
  charges: readonly Charge[];
}>;

async function createWorld(): Promise<World> {
  const shop = await createShop();
  // Everything waits for a lead, so that each act has something to do.
  await owner`
    update makegood.tenant_settings set limits = limits || '{"USD": {"agentMinor": 0, "fourEyesMinor": 100000000}}'
    where tenant_id = ${shop.tenantId}`;
  const opened = await openCase(shop, [unitMinor * pieces]);
  await owner`
    update makegood.order_lines set quantity = ${pieces}, unit_price_minor = ${unitMinor} where order_id = ${opened.orderId}`;
  const charges: Charge[] = [];
  for (const [index, amount] of captured.entries()) {
    const confirmed = { currency: "usd", confirm: true, payment_method: "pm_card_visa" };
    const payment = await stripe.paymentIntents.create({ amount, ...confirmed });
    const id = index === 0 ? opened.chargeId : newId();
    await owner`
      insert into makegood.charges
        (id, tenant_id, order_id, provider, provider_payment_id, method_label, currency, captured_minor, created_at)
      values (${id}, ${shop.tenantId}, ${opened.orderId}, 'stripe', ${payment.id}, 'Visa •4242', 'USD', ${amount},
        now() + make_interval(secs => ${index}))
      on conflict (tenant_id, id) do update set provider_payment_id = excluded.provider_payment_id, captured_minor = ${amount}`;
    charges.push({ id, paymentId: payment.id, events: 0 });
  }
  const caseIds = [opened.caseId];
  for (let number = 7_001; number < 7_000 + cases; number += 1) {
    const [copy] = await owner<{ id: string }[]>`
      insert into makegood.cases (id, tenant_id, number, customer_id, order_id, subject, follow_through)
      select gen_random_uuid(), tenant_id, ${number}, customer_id, order_id, subject, follow_through
      from makegood.cases where id = ${opened.caseId} returning id`;
    caseIds.push(copy?.id ?? "");
  }
  return { shop, opened, caseIds, charges };
}

/** Does it for real. @returns whether it happened */
async function act(world: World, one: Act): Promise<boolean> {
  if ("charge" in one) return report(world, one);
  const caseId = world.caseIds[one.at] ?? "";
  if (one.kind === "submit" || one.kind === "settle") return work(world, caseId, one);
  const outcome = await say(world, caseId, one).catch((error: unknown) => {
    if (error instanceof DomainError) return undefined;
    throw error;
  });
  return outcome !== undefined;
}

type Said = Exclude<Act, { charge: number } | { kind: "submit" } | { kind: "settle" }>;

async function say({ shop, opened }: World, caseId: string, one: Said) {
  const [row] = await owner<{ version: number; decision_id: string | null }[]>`
    select version, (select d.id from makegood.decisions d where d.case_id = c.id order by d.id desc limit 1) as decision_id
    from makegood.cases c where id = ${caseId}`;
  if (one.kind === "propose") {
    return proposeRefund(
      shop.agent,
      proposeRefundInput.parse({
        ...{ caseId, caseVersion: row?.version, reasonCode: "changed_mind", rationale: note },
        lines: [{ orderLineId: opened.lines[0]?.id, quantity: one.quantity }],
      }),
    );
  }
  const acts = {
    ...{ approve: approveDecision, deny: denyDecision, return: returnDecision },
    ...{ withdraw: withdrawDecision, revoke: revokeDecision },
  };
  const decisionId = row?.decision_id;
  return decisionId ? acts[one.kind](shop.lead, { decisionId, note, customerReason: note }) : undefined;
}

/** What the worker does with the next leg of the case. */
async function work(
  { shop }: World,
  caseId: string,
  one: Extract<Act, { kind: "submit" } | { kind: "settle" }>,
) {
  const { tenantId } = shop;
  const wanted = one.kind === "submit" ? "scheduled" : "submitting";
  const [next] = await owner<{ id: string }[]>`
    select id from makegood.refunds where case_id = ${caseId} and state = ${wanted} order by id limit 1`;
  if (!next) return false;
  return asTenant(tenantId, async (tx) => {
    const locked = await lockCase(tx, tenantId, caseId);
    const refund = await lockRefund(tx, tenantId, next.id);
    if (!refund) return false;
    // Held ones stay where they are.
    if (one.kind === "submit") return (await startAttempt(tx, refund)) !== undefined;
    const [attempt] = await owner`select id from makegood.refund_attempts where refund_id = ${next.id}`;
    return recordAttempt(tx, locked, refund, {
      ...{ providerRefundId: `re_${next.id}`, amountMinor: refund.amountMinor, attemptId: attempt?.id },
      state: one.isPaid ? "succeeded" : "failed",
      failureReason: one.isPaid ? null : "declined",
    });
  });
}

/** What happens at the provider without us, taken in through the webhook; every event of the payment comes again. */
async function report({ charges }: World, one: Extract<Act, { charge: number }>): Promise<boolean> {
  const charge = charges[one.charge];
  if (!charge) return false;
  const happened = await happen(charge, one);
  if (!happened) return false;
  charge.events += happened;
  for (const event of await eventsOf(charge.paymentId, charge.events)) {
    expect((await POST(signedRequest(event))).status).toBe(200);
  }
  return true;
}

/** @returns how many events it makes; 0 when the provider does not do it */
async function happen(charge: Charge, one: Extract<Act, { charge: number }>): Promise<number> {
  if (one.kind === "outside") {
    const id = await refundByHand(charge.paymentId, one.amountMinor).catch(() => undefined);
    return id ? 2 : 0;
  }
  if (one.kind === "dispute") {
    if (charge.disputeId) return 0;
    charge.disputeId = await dispute(charge.paymentId, { amount: one.amountMinor });
    return 2;
  }
  if (one.kind !== "close") return 0;
  // A lost dispute stays the only one: a bank takes the money of a payment back once.
  if (!charge.disputeId?.startsWith("d")) return 0;
  await closeDispute(charge.disputeId, one.isWon ? "won" : "lost");
  charge.disputeId = one.isWon ? undefined : `lost ${charge.disputeId}`;
  return one.isWon ? 2 : 1;
}

/** The books as the rows have them. */
async function look({ caseIds, charges }: World): Promise<Omit<Book, "cases"> & { legs: unknown }> {
  const ids = charges.map(({ id }) => id);
  const rows = await owner<{ id: string; reserved: number; outside: number; disputed: number }[]>`
    select id, reserved_minor::int as reserved, external_refunded_minor::int as outside, disputed_minor::int as disputed
    from makegood.charges where id in ${owner(ids)}`;
  const legs = await owner<{ case_id: string; charge_id: string; amount_minor: number; state: string }[]>`
    select case_id, charge_id, amount_minor, state from makegood.refunds where case_id in ${owner([...caseIds])} order by id`;
  const ordered = ids.map((id) => rows.find((row) => row.id === id));
  return {
    reserved: ordered.map((row) => row?.reserved ?? 0),
    outside: ordered.map((row) => row?.outside ?? 0),
    disputed: ordered.map((row) => row?.disputed ?? 0),
    legs: caseIds.map((id) =>
      legs
        .filter((leg) => leg.case_id === id)
        .map((leg) => [ids.indexOf(leg.charge_id), leg.amount_minor, leg.state]),
    ),
  };
}

const shown = ({ cases: subjects, ...book }: Book) => ({
  ...book,
  legs: subjects.map(({ legs }) => legs.map((leg) => [leg.charge, leg.amountMinor, leg.state])),
});

// Chance alone leaves one of them out now and then.
const everyKind: Act[] = [
  { kind: "propose", at: 0, quantity: 2 },
  { kind: "deny", at: 0 },
  { kind: "propose", at: 0, quantity: 2 },
  { kind: "return", at: 0 },
  { kind: "propose", at: 0, quantity: 2 },
  { kind: "withdraw", at: 0 },
  { kind: "propose", at: 0, quantity: 2 },
  { kind: "approve", at: 0 },
  { kind: "revoke", at: 0 },
  { kind: "propose", at: 1, quantity: 2 },
  { kind: "approve", at: 1 },
  { kind: "submit", at: 1 },
  { kind: "settle", at: 1, isPaid: true },
  { kind: "outside", charge: 0, amountMinor: 500 },
  { kind: "dispute", charge: 1, amountMinor: 800 },
  { kind: "close", charge: 1, isWon: true },
];

it("the rows follow the model, act by act: what happens is possible there, and nothing else moves", async () => {
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(anyAct, { minLength: 10, maxLength: 24 }), async (acts) => {
      const world = await createWorld();
      const book = newBook();
      for (const one of acts) {
        if (!(await act(world, one))) continue;
        kinds.add(one.kind);
        // Policy and people may refuse more than the model; never less.
        expect([one, perform(book, one)]).toEqual([one, true]);
        expect(await look(world)).toEqual(shown(book));
      }
    }),
    { numRuns: 20, endOnFailure: true, examples: [[everyKind]] },
  );
  expect([...kinds].sort()).toEqual([...new Set(everyKind.map(({ kind }) => kind))].sort());
}, 300_000);
