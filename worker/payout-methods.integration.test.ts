import { afterAll, afterEach, describe, expect, it } from "vitest";
import { proposeRefund, revokeDecision } from "@/lib/modules/decisions/commands";
import { resumePayouts, stopPayouts } from "@/lib/modules/decisions/kill-switch";
import { newId } from "@/lib/platform/ids";
import { stepsOf, untilFollowedThrough } from "@/lib/testing/invariants";
import { mailsTo, paidRefunds } from "@/lib/testing/outside";
import { startWorker, type WorkerProcess } from "@/lib/testing/processes";
import { payoutOf } from "@/lib/testing/promises";
import { stripe, totalsOf } from "@/lib/testing/provider";
import { createShop, type OpenCase, openCase, owner, refundOf, type Shop } from "@/lib/testing/shop";
import { until } from "@/lib/testing/until";

let worker: WorkerProcess | undefined;
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
});
afterAll(() => owner.end());

async function giveCard(opened: OpenCase): Promise<string> {
  const id = newId();
  await owner`
    insert into makegood.payment_methods (id, tenant_id, customer_id, external_id, kind, label)
    select ${id}, tenant_id, customer_id, ${`gift_${id}`}, 'gift_card', 'Gift card •9'
    from makegood.orders where id = ${opened.orderId}`;
  return id;
}

const creditOf = async (methodId: string) => {
  const rows = await owner<{ amount: number }[]>`
    select amount_minor as amount from makegood.store_credit_entries where method_id = ${methodId}`;
  return rows.map(({ amount }) => amount);
};

const sumOf = async (shop: Shop, account: string) => {
  const [row] = await owner<{ sum: number }[]>`
    select coalesce(sum(amount_minor), 0)::int as sum from makegood.ledger_entries
    where tenant_id = ${shop.tenantId} and account = ${account}`;
  return row?.sum;
};

describe("a refund to a gift card", () => {
  it.each(["after_commit_before_relay", "after_effect_row_before_ack", "none"])(
    "is credited once in our own ledger, whatever the worker died of: %s",
    async (point) => {
      const shop = await createShop();
      const opened = await openCase(shop, [4_210]);
      const methodId = await giveCard(opened);
      const dying = point === "none" ? undefined : await startWorker({ MAKEGOOD_CRASH_AT: point });
      await proposeRefund(shop.agent, { ...refundOf(opened, [0]), methodId });
      if (dying) expect(await dying.exited).toMatchObject({ signal: "SIGKILL" });
      worker = await startWorker();
      await untilFollowedThrough(opened);
      expect(await creditOf(methodId)).toEqual([4_210]);
      expect(await paidRefunds(opened.paymentId)).toEqual([]);
      expect((await mailsTo(opened.customerEmail)).map(({ subject }) => subject)).toEqual([
        expect.stringContaining("We added $42.10 to Gift card •9"),
      ]);
      expect(await sumOf(shop, "store_credit_payable")).toBe(-4_210);
      expect(await sumOf(shop, "provider_balance")).toBe(0);
    },
  );
});

describe("an order that was not charged yet", () => {
  it("is given up instead of refunded, and nothing was ever taken", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [4_210]);
    const held = await stripe.paymentIntents.create({
      amount: 4_210,
      currency: "usd",
      confirm: true,
      payment_method: "pm_card_visa",
      capture_method: "manual",
    });
    await owner`
      update makegood.charges set provider_payment_id = ${held.id}, state = 'authorized', captured_minor = 0,
        authorized_minor = 4210 where id = ${opened.chargeId}`;
    worker = await startWorker();
    const decision = await proposeRefund(shop.agent, refundOf(opened, [0]));
    expect(decision.legs).toMatchObject([{ method: "void" }]);
    await untilFollowedThrough(opened);
    expect(await totalsOf(held.id)).toMatchObject({ captured: 0, refunded: 0, voided: 4_210 });
    expect((await mailsTo(opened.customerEmail)).map(({ subject }) => subject)).toEqual([
      expect.stringContaining("Your payment of $42.10 was canceled"),
    ]);
    expect(await sumOf(shop, "authorizations")).toBe(-4_210);
  });
});

describe("an approved refund that is held for a moment", () => {
  const holdFor = (shop: Shop, seconds: number) => owner`
    update makegood.tenant_settings set hold_seconds = ${seconds} where tenant_id = ${shop.tenantId}`;

  it("says until when it can be taken back, and revoked meanwhile is never paid", async () => {
    const shop = await createShop();
    await holdFor(shop, 3_000);
    const opened = await openCase(shop, [4_210]);
    worker = await startWorker();
    const { id: decisionId } = await proposeRefund(shop.agent, refundOf(opened, [0]));
    await until("the hold is shown", async () =>
      (await payoutOf(opened))?.error?.startsWith("It can be taken back until"),
    );
    await revokeDecision(shop.agent, { decisionId, note: "Taken back by mistake of mine." });
    await owner`update makegood.effects set next_run_at = now(), dispatched_until = null where case_id = ${opened.caseId}`;
    await until("the payout is left out", async () => {
      const [effect] = await owner`
        select state from makegood.effects where case_id = ${opened.caseId} and kind = 'payout'`;
      return effect?.state === "skipped";
    });
    expect(await paidRefunds(opened.paymentId)).toEqual([]);
    expect((await stepsOf(opened.caseId)).payout).toBe("none");
  });

  it("is paid once by itself when the time is over", async () => {
    const shop = await createShop();
    await holdFor(shop, 1);
    const opened = await openCase(shop, [4_210]);
    worker = await startWorker();
    await proposeRefund(shop.agent, refundOf(opened, [0]));
    await untilFollowedThrough(opened);
    expect(await paidRefunds(opened.paymentId)).toMatchObject([{ amount: 4_210 }]);
  });
});

describe("payouts that somebody stopped", () => {
  it("wait with the name of who did, and go on once it is lifted", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [4_210]);
    const switchId = await stopPayouts(shop.lead, { reason: "Something is wrong with the prices." });
    worker = await startWorker();
    await proposeRefund(shop.agent, refundOf(opened, [0]));
    await until("the stop is shown", async () =>
      (await payoutOf(opened))?.error?.startsWith("Payouts are stopped by Lea Berg"),
    );
    expect(await paidRefunds(opened.paymentId)).toEqual([]);
    await resumePayouts(shop.finance, { switchId });
    await untilFollowedThrough(opened);
    expect(await paidRefunds(opened.paymentId)).toMatchObject([{ amount: 4_210 }]);
  });

  it("of one key are held even after it decided, and those of others are not", async () => {
    const shop = await createShop();
    const key = {
      kind: "key",
      tenantId: shop.tenantId,
      keyId: newId(),
      name: "Refund bot",
      scopes: ["decision:propose"],
      isAi: true,
    } as const;
    await owner`
      insert into makegood.api_keys (id, tenant_id, name, prefix, hash, scopes, is_ai)
      values (${key.keyId}, ${shop.tenantId}, ${key.name}, 'mg', ${key.keyId}, '[]', true)`;
    const [held, free] = [await openCase(shop, [4_000]), await openCase(shop, [4_210])];
    await proposeRefund(key, refundOf(held, [0]));
    await proposeRefund(shop.agent, refundOf(free, [0]));
    const switchId = await stopPayouts(shop.lead, { keyId: key.keyId, reason: "The bot went mad." });
    worker = await startWorker();
    await untilFollowedThrough(free);
    await until("the stop is shown", async () => (await payoutOf(held))?.error?.includes("was stopped"));
    const later = await proposeRefund(key, refundOf(await openCase(shop, [100]), [0]));
    expect(later.state).toBe("awaiting_approval");
    expect(await paidRefunds(held.paymentId)).toEqual([]);
    await resumePayouts(shop.finance, { switchId });
    await untilFollowedThrough(held);
    expect(await paidRefunds(held.paymentId)).toMatchObject([{ amount: 4_000 }]);
  });
});
