import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { POST as takeOwnReport } from "@/app/api/webhooks/stripe/[tenantId]/route";
import { proposeRefund } from "@/lib/modules/decisions/commands";
import { proposeRefundInput } from "@/lib/modules/decisions/schema";
import { findConnection, findOwnKey, saveConnection } from "@/lib/modules/payments/connections";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { addAdmin } from "@/lib/testing/admin";
import { eventsOf, refundByHand, signedRequest, stripe } from "@/lib/testing/provider";
import { createShop, openCase, owner, type Shop } from "@/lib/testing/shop";
import { backfillPayments } from "./backfill";
import { addSamples, startDrill } from "./drill";
import { importOrders } from "./import-orders";
import { connectProvider } from "./provider";
import { findSetup, searchOrders } from "./queries";
import { startOver } from "./start-over";

let shop: Shop;
let admin: MemberActor;
beforeEach(async () => {
  shop = await createShop();
  admin = await addAdmin(shop.tenantId);
});

const payFor = async (tenantId: string | undefined, amount: number) =>
  (
    await stripe.paymentIntents.create({
      ...{ amount, currency: "usd", confirm: true, payment_method: "pm_card_visa" },
      ...{ receipt_email: "payer@example.test", description: "Blue vase" },
      metadata: tenantId ? { tenant_id: tenantId } : {},
    })
  ).id;

describe("connecting a provider", () => {
  it("saves nothing of a key that the provider refuses", async () => {
    const refused = connectProvider(admin, { key: "sk_test_wrong", webhookSecret: undefined }, "USD");
    await expect(refused).rejects.toMatchObject({ code: "invalid", detail: { field: "key" } });
    expect(await findConnection(admin)).toBeUndefined();
  });

  it("is for admins whose second factor is fresh, in the database as well", async () => {
    const lead = connectProvider(shop.lead, { key: undefined, webhookSecret: undefined }, "USD");
    await expect(lead).rejects.toMatchObject({ code: "forbidden" });
    const by = { id: shop.lead.userId, name: "Lea" };
    const behind = asActor(shop.lead, (tx) => saveConnection(tx, shop.tenantId, { isLive: false, by }));
    await expect(behind).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  it("keeps a tenant's own key sealed, and never hands it out", async () => {
    const key = "sk_test_of_this_tenant_1234";
    const by = { id: admin.userId, name: admin.name };
    await asActor(admin, (tx) => saveConnection(tx, shop.tenantId, { key, isLive: false, by }));
    const [row] = await owner`select * from makegood.provider_connections where tenant_id = ${shop.tenantId}`;
    expect(JSON.stringify(row)).not.toContain(key);
    expect(JSON.stringify(await findConnection(admin))).not.toContain(key);
    expect(await findOwnKey(shop.tenantId)).toBe(key);
    expect(await findOwnKey((await createShop()).tenantId)).toBeUndefined();
  });

  it("believes a tenant's own account about that tenant's payments alone", async () => {
    const [mine, theirs] = [await openCase(shop, [1_000]), await openCase(await createShop(), [1_000])];
    const secret = "whsec_own_secret";
    const by = { id: admin.userId, name: admin.name };
    await asActor(admin, (tx) =>
      saveConnection(tx, shop.tenantId, { webhookSecret: secret, isLive: false, by }),
    );
    const params = Promise.resolve({ tenantId: shop.tenantId });
    const refundedOf = async (chargeId: string) =>
      (
        await owner`select external_refunded_minor as refunded from makegood.charges where id = ${chargeId}`
      )[0]?.refunded;
    for (const { paymentId } of [mine, theirs]) {
      await refundByHand(paymentId, 300);
      const events = await eventsOf(paymentId, 2);
      const event = events.find(({ type }) => type === "refund.created");
      if (!event) throw new Error("the simulator made no event");
      expect((await takeOwnReport(signedRequest(event), { params })).status).toBe(400);
      expect((await takeOwnReport(signedRequest(event, secret), { params })).status).toBe(200);
    }
    expect(await refundedOf(mine.chargeId)).toBe(300);
    // Nobody delivers the simulator's own events here, so what the other tenant knows came through this door.
    expect(await refundedOf(theirs.chargeId)).toBe(0);
  });
});

describe("taking in payments", () => {
  beforeAll(async () => void (await payFor(newId(), 900)));

  it("makes an order of each payment once, less what was given back, and none of another tenant's", async () => {
    await connectProvider(admin, { key: undefined, webhookSecret: undefined }, "USD");
    const paymentId = await payFor(shop.tenantId, 4_210);
    await refundByHand(paymentId, 1_000);
    const foreign = await payFor(newId(), 700);
    const first = await backfillPayments(admin);
    expect(first.isDone).toBe(true);
    expect((await backfillPayments(admin)).taken).toBe(0);
    const [found] = await searchOrders(shop.agent, paymentId);
    expect(found).toMatchObject({
      totalMinor: 4_210,
      refundedMinor: 1_000,
      customerEmail: "payer@example.test",
    });
    expect(await searchOrders(shop.agent, foreign)).toEqual([]);
    expect(await findSetup(admin)).toMatchObject({ isProviderConnected: true });
  });
});

describe("the simulator", () => {
  it("has payments to take in for whoever begins with it, in their currency, and no more the next time", async () => {
    const connect = () => connectProvider(admin, { key: undefined, webhookSecret: undefined }, "JPY");
    await connect();
    const { taken } = await backfillPayments(admin);
    expect(taken).toBeGreaterThanOrEqual(6);
    expect(await searchOrders(shop.agent, "ben.osei@example.com")).toMatchObject([
      { currency: "JPY", totalMinor: 35, items: "Desk lamp" },
    ]);
    await connect();
    expect((await backfillPayments(admin)).taken).toBe(0);
  });
});

describe("a file of orders", () => {
  const text = [
    "order,status,currency,placed_at,customer_email,item,item_name,unit_price",
    "#A1,delivered,USD,2026-01-02,ana@example.test,shoe,Shoes,42.10",
    "#A2,delivered,USD,2026-01-02,nobody,lamp,Lamp,1",
  ].join("\n");

  it("is tried without a trace, taken in, and changes nothing the second time", async () => {
    const tried = await importOrders(shop.lead, text, true);
    expect(tried).toMatchObject({ created: 1, problems: [{ line: 3, column: "customer_email" }] });
    expect(await searchOrders(shop.lead, "#a1")).toEqual([]);
    expect(await importOrders(shop.lead, text, false)).toMatchObject({ created: 1 });
    expect(await importOrders(shop.lead, text, false)).toMatchObject({ created: 0, unchanged: 1 });
    expect(await searchOrders(shop.lead, "#a1")).toMatchObject([{ totalMinor: 4_210 }]);
    await expect(importOrders(shop.agent, text, false)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a sandbox", () => {
  it("has samples to decide, and drills that fail one payment", async () => {
    await addSamples(shop.lead, "USD");
    const caseId = await startDrill(shop.lead, { mode: "not_refundable" }, "KWD");
    const [drill] =
      await owner`select subject, labels, conversation from makegood.cases where id = ${caseId}`;
    expect(drill).toMatchObject({ labels: ["drill"], conversation: "open" });
    expect(await searchOrders(shop.agent, "ana ruiz")).toMatchObject([
      { currency: "KWD", totalMinor: 42_100 },
      {},
    ]);
    await expect(startDrill(shop.agent, { mode: "hang" as never }, "USD")).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("starts over: what waits is withdrawn, what failed is paid, its cases are put away, fresh ones stand there", async () => {
    await addSamples(shop.lead, "USD");
    const drilled = await startDrill(shop.lead, { mode: "not_refundable" }, "USD");
    const kept = await openCase(shop, [1_000]);
    const byItem = async (name: string) =>
      (
        await owner<{ id: string; version: number; line: string }[]>`
          select c.id, c.version, l.id as line from makegood.cases c
          join makegood.order_lines l on l.tenant_id = c.tenant_id and l.order_id = c.order_id
          where c.tenant_id = ${shop.tenantId} and l.name = ${name} order by c.number limit 1`
      )[0];
    const dear = await byItem("Headphones");
    await proposeRefund(
      shop.agent,
      proposeRefundInput.parse({
        ...{
          caseId: dear?.id,
          caseVersion: dear?.version,
          reasonCode: "damaged",
          rationale: "Left side is silent.",
        },
        lines: [{ orderLineId: dear?.line, quantity: 1 }],
      }),
    );
    const failed = await owner<{ id: string; version: number; line: string }[]>`
      select c.id, c.version, l.id as line from makegood.cases c
      join makegood.order_lines l on l.tenant_id = c.tenant_id and l.order_id = c.order_id where c.id = ${drilled}`;
    const decision = await proposeRefund(
      shop.agent,
      proposeRefundInput.parse({
        ...{
          caseId: drilled,
          caseVersion: failed[0]?.version,
          reasonCode: "damaged",
          rationale: "To see it fail.",
        },
        lines: [{ orderLineId: failed[0]?.line, quantity: 1 }],
      }),
    );
    await owner`update makegood.refunds set state = 'failed' where decision_id = ${decision.id}`;
    await owner`update makegood.charges set reserved_minor = 0 where id in
      (select charge_id from makegood.refunds where decision_id = ${decision.id})`;

    expect(await startOver(shop.lead, "USD")).toEqual({ putAway: 5, left: [], added: 6 });
    const states = await owner<{ conversation: string; count: number }[]>`
      select conversation, count(*)::int as count from makegood.cases where tenant_id = ${shop.tenantId} and id <> ${kept.caseId}
      group by conversation order by conversation`;
    expect([...states]).toEqual([
      { conversation: "open", count: 4 },
      { conversation: "resolved", count: 5 },
    ]);
    const [withdrawn] =
      await owner`select decision, conversation from makegood.cases where id = ${dear?.id ?? ""}`;
    expect(withdrawn).toMatchObject({ conversation: "resolved" });
    expect(withdrawn?.decision).not.toBe("awaiting_approval");
    const [paid] = await owner`select state from makegood.refunds where decision_id = ${decision.id}`;
    expect(paid).toEqual({ state: "scheduled" });
    const [own] = await owner`select conversation from makegood.cases where id = ${kept.caseId}`;
    expect(own, "a case of the shop's own stays").toEqual({ conversation: "open" });
  });
});
