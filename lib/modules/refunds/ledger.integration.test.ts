import { afterAll, expect, it } from "vitest";
import { promise } from "@/lib/testing/promises";
import { createShop, openCase, owner } from "@/lib/testing/shop";
import { exportLedger } from "./export";
import { findLedgerEntry, listExternal, listLedger, sumLedger } from "./ledger-page";
import { ledgerQuery } from "./ledger-schema";

afterAll(() => owner.end());

const all = ledgerQuery.parse({});

async function bookedShop() {
  const shop = await createShop();
  const dollars = await openCase(shop, [10_000]);
  const euros = await openCase(shop, [10_000], "EUR");
  const paid = await promise(shop, dollars, 1_000, { state: "succeeded" });
  const open = await promise(shop, dollars, 200, { state: "scheduled" });
  const failed = await promise(shop, dollars, 30, { state: "failed" });
  const inEuros = await promise(shop, euros, 4_000, { state: "succeeded" });
  await owner`update makegood.refunds set currency = 'EUR' where id = ${inEuros}`;
  return { shop, dollars, euros, ids: { paid, open, failed, inEuros } };
}

it("adds up what the filter shows, each currency for itself", async () => {
  const { shop, ids } = await bookedShop();
  expect(await sumLedger(shop.agent, all)).toEqual([
    { currency: "EUR", count: 1, paidMinor: 4_000, openMinor: 0, failedMinor: 0 },
    { currency: "USD", count: 3, paidMinor: 1_000, openMinor: 200, failedMinor: 30 },
  ]);
  const failed = ledgerQuery.parse({ view: "failed", currency: "USD" });
  expect(await sumLedger(shop.agent, failed)).toMatchObject([{ count: 1, failedMinor: 30, paidMinor: 0 }]);
  expect((await listLedger(shop.agent, failed)).rows.map(({ id }) => id)).toEqual([ids.failed]);
  const stranger = await createShop();
  expect(await sumLedger(stranger.finance, all)).toEqual([]);
  expect(await findLedgerEntry(stranger.finance, ids.paid)).toBeUndefined();
});

it("turns pages without leaving out or repeating a refund, and finds them by order and day", async () => {
  const { shop, dollars, ids } = await bookedShop();
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listLedger(shop.agent, { ...all, cursor }, 2);
    seen.push(...page.rows.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen).toEqual([ids.inEuros, ids.failed, ids.open, ids.paid]);
  const [order] = await owner`select external_id from makegood.orders where id = ${dollars.orderId}`;
  const ofOrder = ledgerQuery.parse({ order: order?.external_id });
  expect((await listLedger(shop.agent, ofOrder)).rows).toHaveLength(3);
  const today = new Date().toISOString().slice(0, 10);
  expect((await listLedger(shop.agent, ledgerQuery.parse({ from: today, to: today }))).rows).toHaveLength(4);
  expect((await listLedger(shop.agent, ledgerQuery.parse({ to: "2020-01-01" }))).rows).toEqual([]);
});

it("takes an address that makes no sense for one without a filter", async () => {
  const { shop } = await bookedShop();
  const nonsense = {
    view: ["a", "b"],
    order: "x\0",
    currency: "usd",
    from: "yesterday",
    cursor: "1",
    open: "2",
  };
  expect(ledgerQuery.parse(nonsense)).toEqual({ view: "all" });
  expect((await listLedger(shop.agent, ledgerQuery.parse(nonsense))).rows).toHaveLength(4);
});

it("lists what others refunded of our charges", async () => {
  const { shop, dollars } = await bookedShop();
  await owner`update makegood.charges set external_refunded_minor = 77 where id = ${dollars.chargeId}`;
  expect((await listExternal(shop.agent, all)).rows).toMatchObject([
    { externalMinor: 77, currency: "USD", providerPaymentId: dollars.paymentId },
  ]);
});

it("exports every refund of the filter with exact amounts, and no cell that a spreadsheet calculates", async () => {
  const { shop, ids } = await bookedShop();
  await owner`
    update makegood.customers set name = '=HYPERLINK("http://evil.example")' where tenant_id = ${shop.tenantId}`;
  let text = "";
  for await (const piece of exportLedger(shop.agent, all)) text += piece;
  const lines = text.trimEnd().split("\r\n");
  expect(lines).toHaveLength(5);
  expect(lines[0]).toContain('"amount","currency"');
  expect(lines.find((line) => line.includes(ids.failed))).toContain('"0.30","USD","failed"');
  expect(text).not.toMatch(/"=/);
  expect(text).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
});
