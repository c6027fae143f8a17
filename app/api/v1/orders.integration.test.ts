import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { grantKey } from "@/lib/testing/api-keys";
import { createShop, owner, type Shop } from "@/lib/testing/shop";
import { call } from "./checked-call";

let shop: Shop;
let key: string;
beforeAll(async () => {
  shop = await createShop();
  key = await grantKey(shop.tenantId);
});
afterAll(() => owner.end());

const line = { itemId: "cup", name: "Cup", quantity: 3, unitPriceMinor: 1_000 };
const payment = {
  provider: "stripe",
  methodId: "card-1",
  methodKind: "card",
  methodLabel: "Visa •4242",
  amountMinor: 3_500,
  state: "captured",
};

const orderBody = () => ({
  customer: {
    externalId: newId(),
    name: "Zoë 王",
    email: "Zoe@Example.test",
    country: "DE",
    membership: "gold",
  },
  status: "delivered",
  currency: "USD",
  placedAt: "2026-01-02T03:04:05Z",
  deliveredAt: "2026-01-05T03:04:05+02:00",
  shippingMinor: 500,
  lines: [line],
  payments: [{ ...payment, paymentId: `pi_${newId()}`, methodId: newId() }],
  paymentMethods: [{ methodId: newId(), kind: "gift_card", label: "Gift card" }],
});
type Body = ReturnType<typeof orderBody>;

const pathOf = (number: string) => `/api/v1/orders/${encodeURIComponent(number)}`;
const newNumber = () => `#W${newId().slice(-7)}/ä ${newId().slice(-4)}`;
const put = (number: string, body: object, token = key) => call("PUT", pathOf(number), { key: token, body });

const fingerprint = async (number: string) => {
  const rows = await owner`
    select to_jsonb(o) as o, (select jsonb_agg(to_jsonb(l) order by l.id) from makegood.order_lines l where l.order_id = o.id) as l,
      (select jsonb_agg(to_jsonb(c) order by c.id) from makegood.charges c where c.order_id = o.id) as c,
      (select count(*) from makegood.audit_log a where a.subject_id = o.id) as acts
    from makegood.orders o where o.tenant_id = ${shop.tenantId} and o.external_id = ${number}`;
  return JSON.stringify(rows);
};

/** An order with a decision about two of its three cups. */
async function putDecided() {
  const [number, body] = [newNumber(), orderBody()] as const;
  const order = (await put(number, body)).json as { lines: { id: string }[] };
  const opened = await call("POST", "/api/v1/cases", {
    key,
    body: { orderNumber: number, subject: "Broken", message: "Two cups broke." },
  });
  const decided = await call("POST", `/api/v1/cases/${opened.json.id}/decisions`, {
    key,
    body: {
      caseVersion: 1,
      lines: [{ orderLineId: order.lines[0]?.id, quantity: 2 }],
      reasonCode: "damaged",
      rationale: "The photo shows two broken cups.",
    },
  });
  expect(decided).toMatchObject({ status: 201, json: { amount: { minor: 2_000, currency: "USD" } } });
  return { number, body };
}

describe("an order", () => {
  it("is created, answered as it is kept, and found by its percent-encoded number", async () => {
    const [number, body] = [newNumber(), orderBody()] as const;
    const created = await put(number, body);
    expect(created).toMatchObject({
      status: 201,
      json: {
        orderNumber: number,
        total: { minor: 3_500, currency: "USD" },
        deliveredAt: "2026-01-05T01:04:05.000Z",
        customer: { name: "Zoë 王", email: "zoe@example.test", membership: "gold" },
        lines: [{ itemId: "cup", quantity: 3, unitPrice: { minor: 1_000 } }],
        payments: [{ state: "captured", captured: { minor: 3_500 }, refundable: { minor: 3_500 } }],
      },
    });
    expect(created.json.paymentMethods).toHaveLength(2);
    expect((await call("GET", pathOf(number), { key })).json).toEqual(created.json);
  });

  it("told in the same words again changes nothing", async () => {
    const [number, body] = [newNumber(), orderBody()] as const;
    const first = await put(number, body);
    const before = await fingerprint(number);
    const again = await put(number, body);
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(await fingerprint(number)).toBe(before);
  });

  it("told by twenty at the same moment exists once, with each line and payment once", async () => {
    const [number, body] = [newNumber(), orderBody()] as const;
    const answers = await Promise.all(Array.from({ length: 20 }, () => put(number, body)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]?.json).toMatchObject({ lines: [{}], payments: [{}] });
  });

  it("takes in new facts and writes down what changed", async () => {
    const [number, body] = [newNumber(), orderBody()] as const;
    await put(number, body);
    const next = {
      ...body,
      status: "cancelled",
      lines: [
        { ...line, quantity: 1 },
        { ...line, itemId: "plate", quantity: 2 },
      ],
      customer: { ...body.customer, name: "Zoe King" },
    };
    expect(await put(number, next)).toMatchObject({
      status: 200,
      json: { status: "cancelled", total: { minor: 3_500 }, customer: { name: "Zoe King" }, lines: [{}, {}] },
    });
    const page = await call("GET", "/api/v1/audit?action=order.updated&limit=1", { key });
    expect(page.json.data).toMatchObject([
      { before: { status: "delivered" }, after: { status: "cancelled" }, detail: { number } },
    ]);
  });

  it.each<[string, (body: Body) => object, string]>([
    ["currency", () => ({ currency: "EUR" }), "currency"],
    ["customer", (body) => ({ customer: { ...body.customer, externalId: newId() } }), "customer.externalId"],
  ])("never changes its %s", async (_what, change, path) => {
    const [number, body] = [newNumber(), orderBody()] as const;
    await put(number, body);
    const before = await fingerprint(number);
    expect(await put(number, { ...body, ...change(body) })).toMatchObject({
      status: 409,
      json: { code: "conflict", errors: [{ path }] },
    });
    expect(await fingerprint(number)).toBe(before);
  });

  it("takes neither payments of another order nor payment methods of another customer", async () => {
    const body = orderBody();
    await put(newNumber(), body);
    const payments = { ...orderBody(), customer: body.customer, payments: body.payments };
    expect(await put(newNumber(), payments)).toMatchObject({ status: 409 });
    const methods = { ...orderBody(), paymentMethods: body.paymentMethods };
    expect(await put(newNumber(), methods)).toMatchObject({ status: 409 });
  });

  it("of another tenant may have the same number, payments and customers, and is not seen", async () => {
    const [number, body] = [newNumber(), orderBody()] as const;
    await put(number, body);
    const stranger = await grantKey((await createShop()).tenantId);
    expect((await call("GET", pathOf(number), { key: stranger })).status).toBe(404);
    expect((await put(number, body, stranger)).status).toBe(201);
  });
});

describe("what decisions took of an order", () => {
  it.each<[string, (body: Body) => object]>([
    ["a line with fewer pieces", () => ({ lines: [{ ...line, quantity: 1 }] })],
    ["a cheaper line", () => ({ lines: [{ ...line, unitPriceMinor: 600 }] })],
    ["no such line", () => ({ lines: [{ ...line, itemId: "plate" }] })],
    ["less money", (body) => ({ payments: body.payments.map((paid) => ({ ...paid, amountMinor: 1_999 })) })],
  ])("is not undercut by %s", async (_what, change) => {
    const { number, body } = await putDecided();
    const before = await fingerprint(number);
    expect(await put(number, { ...body, ...change(body) })).toMatchObject({
      status: 409,
      json: { code: "conflict" },
    });
    expect(await fingerprint(number)).toBe(before);
  });

  it("leaves room for everything else", async () => {
    const { number, body } = await putDecided();
    const lines = [{ ...line, quantity: 2 }];
    const payments = body.payments.map((paid) => ({ ...paid, amountMinor: 2_500 }));
    expect(await put(number, { ...body, lines, payments })).toMatchObject({
      status: 200,
      json: {
        payments: [{ captured: { minor: 2_500 }, reserved: { minor: 2_000 }, refundable: { minor: 500 } }],
      },
    });
  });
});

it("a payment moves from authorized to captured and never back", async () => {
  const [number, body] = [newNumber(), orderBody()] as const;
  const at = (state: string) => ({ ...body, payments: body.payments.map((paid) => ({ ...paid, state })) });
  const amounts = (authorized: number, captured: number) => ({
    json: { payments: [{ authorized: { minor: authorized }, captured: { minor: captured } }] },
  });
  expect(await put(number, at("authorized"))).toMatchObject(amounts(3_500, 0));
  expect(await put(number, at("captured"))).toMatchObject(amounts(0, 3_500));
  expect(await put(number, at("authorized"))).toMatchObject(amounts(0, 3_500));
});
