import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { proposeRefund } from "@/lib/modules/decisions/commands";
import {
  agreeToReplacement,
  declineReplacement,
  recordManualPayout,
  replaceRefund,
  retryRefund,
} from "@/lib/modules/refunds/alternatives";
import { newId } from "@/lib/platform/ids";
import { stepsOf, untilFollowedThrough } from "@/lib/testing/invariants";
import { failNextRefund, mailsTo, paidRefunds } from "@/lib/testing/outside";
import { startWorker, type WorkerProcess } from "@/lib/testing/processes";
import { chargeOf } from "@/lib/testing/promises";
import { stripe, totalsOf } from "@/lib/testing/provider";
import { createShop, type OpenCase, openCase, owner, refundOf, type Shop } from "@/lib/testing/shop";
import { until } from "@/lib/testing/until";

let worker: WorkerProcess | undefined;
let shop: Shop;
let opened: OpenCase;
let refundId: string;

const reason = "The card is closed, says the bank.";

// Every story begins with a refund that the provider refused for good.
beforeEach(async () => {
  shop = await createShop();
  opened = await openCase(shop, [4_210]);
  await failNextRefund("not_refundable", opened.paymentId);
  worker = await startWorker();
  await proposeRefund(shop.agent, refundOf(opened, [0]));
  refundId = await until("the refund has failed", async () => (await refundsOf("failed"))[0]?.id);
});
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
});
afterAll(() => owner.end());

const refundsOf = (state: string) => owner<{ id: string; method: string }[]>`
  select id, method from makegood.refunds where case_id = ${opened.caseId} and state = ${state}`;

const untilPaid = () =>
  until("the payout step is done", async () => (await stepsOf(opened.caseId)).payout === "done");

const isBalanced = async () => {
  const off = await owner`
    select from makegood.ledger_entries where tenant_id = ${shop.tenantId} group by currency having sum(amount_minor) <> 0`;
  return off.length === 0;
};

describe("a refund that has certainly failed", () => {
  it("is paid again under a new key, once, however many people ask for it", async () => {
    const asked = await Promise.allSettled([
      retryRefund(shop.agent, { refundId }),
      retryRefund(shop.lead, { refundId }),
    ]);
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await untilFollowedThrough(opened);
    expect(await paidRefunds(opened.paymentId)).toMatchObject([
      { amount: 4_210, metadata: { refund_id: refundId, generation: "2" } },
    ]);
    expect(await chargeOf(opened)).toMatchObject({ reserved: 4_210 });
    expect(await isBalanced()).toBe(true);
  });

  it("is not paid again when the charge has been given away meanwhile", async () => {
    await owner`update makegood.charges set external_refunded_minor = 1 where id = ${opened.chargeId}`;
    await expect(retryRefund(shop.lead, { refundId })).rejects.toMatchObject({ code: "conflict" });
    expect(await chargeOf(opened)).toMatchObject({ reserved: 0 });
  });

  it("goes to a gift card only when a lead asks and finance agrees, and the first way is closed for ever", async () => {
    const destinationId = newId();
    await owner`
      insert into makegood.payment_methods (id, tenant_id, customer_id, external_id, kind, label)
      select ${destinationId}, tenant_id, customer_id, ${destinationId}, 'gift_card', 'Gift card •9'
      from makegood.orders where id = ${opened.orderId}`;
    const ask = { refundId, by: "store_credit", destinationId, reason } as const;
    await expect(replaceRefund(shop.agent, ask)).rejects.toMatchObject({ code: "forbidden" });
    await expect(replaceRefund(shop.lead, { ...ask, destinationId: newId() })).rejects.toMatchObject({
      code: "invalid",
    });
    const replacement = await replaceRefund(shop.lead, ask);
    await expect(replaceRefund(shop.secondLead, ask)).rejects.toMatchObject({ code: "conflict" });
    await expect(agreeToReplacement(shop.secondLead, { refundId: replacement })).rejects.toMatchObject({
      publicMessage: "Finance has to agree.",
    });
    await expect(retryRefund(shop.lead, { refundId })).rejects.toMatchObject({ code: "conflict" });
    expect(await refundsOf("replaced")).toEqual([]);
    await agreeToReplacement(shop.finance, { refundId: replacement });
    await untilPaid();
    const credit =
      await owner`select amount_minor::int as amount from makegood.store_credit_entries where method_id = ${destinationId}`;
    expect([...credit]).toEqual([{ amount: 4_210 }]);
    expect((await refundsOf("replaced")).map(({ id }) => id)).toEqual([refundId]);
    await expect(retryRefund(shop.lead, { refundId })).rejects.toMatchObject({ code: "forbidden" });
    expect(await paidRefunds(opened.paymentId)).toEqual([]);
    expect(await chargeOf(opened)).toMatchObject({ reserved: 4_210 });
    expect(await isBalanced()).toBe(true);
  });

  it("that was to go another way and is declined can be tried again, and only then", async () => {
    // Room for both ways, so that only the rule keeps it from being paid twice.
    await owner`update makegood.charges set captured_minor = captured_minor * 3 where id = ${opened.chargeId}`;
    const replacement = await replaceRefund(shop.lead, { refundId, by: "manual", reason });
    await expect(retryRefund(shop.lead, { refundId })).rejects.toMatchObject({ code: "conflict" });
    await declineReplacement(shop.finance, { refundId: replacement });
    expect(await chargeOf(opened)).toMatchObject({ reserved: 0 });
    await retryRefund(shop.lead, { refundId });
    await untilPaid();
    await expect(agreeToReplacement(shop.finance, { refundId: replacement })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await paidRefunds(opened.paymentId)).toHaveLength(1);
    expect(await isBalanced()).toBe(true);
  });

  it("is paid by hand by two people, under a reference, and the customer hears it once", async () => {
    const replacement = await replaceRefund(shop.finance, { refundId, by: "manual", reason });
    await expect(agreeToReplacement(shop.finance, { refundId: replacement })).rejects.toMatchObject({
      publicMessage: "Somebody else has to agree to what you asked for.",
    });
    const other = { ...shop.lead, role: "finance" } as const;
    await agreeToReplacement(other, { refundId: replacement });
    await until(
      "it waits for a person in red",
      async () => (await stepsOf(opened.caseId)).payout === "attention",
    );
    await expect(
      recordManualPayout(shop.agent, { refundId: replacement, reference: "SEPA 4711" }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await recordManualPayout(shop.lead, { refundId: replacement, reference: "SEPA 4711" });
    await untilFollowedThrough(opened);
    const mails = await mailsTo(opened.customerEmail);
    expect(mails.filter(({ subject }) => subject.includes("We sent $42.10 to you"))).toHaveLength(1);
    const [entry] = await owner`
      select sum(amount_minor)::int as sum from makegood.ledger_entries
      where tenant_id = ${shop.tenantId} and account = 'bank_by_hand'`;
    expect(entry?.sum).toBe(-4_210);
  });
});

describe("a payment that was taken while it was being given up", () => {
  it("cannot be given up any more, and is refunded when somebody tries again", async () => {
    const own = await openCase(shop, [4_210]);
    const held = await stripe.paymentIntents.create({
      amount: 4_210,
      currency: "usd",
      confirm: true,
      payment_method: "pm_card_visa",
      capture_method: "manual",
    });
    await owner`
      update makegood.charges set provider_payment_id = ${held.id}, state = 'authorized', captured_minor = 0,
        authorized_minor = 4210 where id = ${own.chargeId}`;
    await stripe.paymentIntents.capture(held.id);
    await proposeRefund(shop.lead, refundOf(own, [0]));
    const late = await until("the void has failed", async () => {
      const [row] = await owner<{ id: string }[]>`
        select id from makegood.refunds where case_id = ${own.caseId} and state = 'failed' and method = 'void'`;
      return row?.id;
    });
    await owner`
      update makegood.charges set state = 'captured', captured_minor = 4210, authorized_minor = 0
      where id = ${own.chargeId}`;
    await retryRefund(shop.lead, { refundId: late });
    await until("it is refunded", async () => (await stepsOf(own.caseId)).payout === "done");
    expect(await totalsOf(held.id)).toMatchObject({ captured: 4_210, refunded: 4_210, voided: 0 });
  });
});
