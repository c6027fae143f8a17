import { newId } from "@/lib/platform/ids";
import { dateOfCase, dateOfCustomer, datesOfOrder, fractionOf } from "./dates";
import { deskStateOf } from "./desk";
import { buildMacros } from "./macros";
import type { OrderPayment } from "./payments";
import { countryOf, currencyOf, type Shop, type ShopOrder, totalOf } from "./shops";

const firstCaseNumber = 1_001;
const previewLength = 160;
const hourMs = 3_600_000;

type Source = Readonly<{
  shop: Shop;
  tenantId: string;
  /** The payment of each order that was not paid with a gift card. */
  payments: ReadonlyMap<string, OrderPayment>;
  agent: Readonly<{ id: string; name: string }> | undefined;
  now: Date;
}>;

/** Every row of a shop, by table, in the order in which they can be inserted. Cases lack their follow-through. */
export function buildRows(source: Source) {
  const { shop, tenantId, now } = source;
  const customerIds = new Map(shop.customers.map((customer) => [customer.id, newId()]));
  const orderIds = new Map(shop.orders.map((order) => [order.id, newId()]));
  const methodIds = new Map(shop.methods.map((method) => [method.id, newId()]));
  const customers = shop.customers.map((customer) => ({
    id: requireId(customerIds, customer.id),
    tenant_id: tenantId,
    external_id: customer.id,
    name: customer.name,
    email: customer.email,
    city: customer.city,
    country: customer.country,
    membership: customer.membership ?? null,
    created_at: dateOfCustomer(customer.id, now),
  }));
  const orders = shop.orders.map((order) => {
    const { placedAt, deliveredAt } = datesOfOrder(order.id, order.status, now);
    return {
      id: requireId(orderIds, order.id),
      tenant_id: tenantId,
      external_id: order.id,
      customer_id: requireId(customerIds, order.customer),
      status: order.status,
      currency: currencyOf(shop, order),
      total_minor: totalOf(order),
      country: countryOf(shop, order),
      placed_at: placedAt,
      delivered_at: deliveredAt,
      created_at: placedAt,
    };
  });
  const { cases, messages } = buildCases(source, customerIds, orderIds);
  return {
    customers,
    payment_methods: shop.methods.map(({ id, customer, kind, label }) => ({
      ...{ id: requireId(methodIds, id), tenant_id: tenantId, customer_id: requireId(customerIds, customer) },
      ...{ external_id: id, kind, label, created_at: dateOfCustomer(customer, now) },
    })),
    store_credit_entries: buildOpenings(source, methodIds),
    orders,
    order_lines: shop.orders.flatMap((order) => buildLines(tenantId, requireId(orderIds, order.id), order)),
    provider_events: buildKnownRefunds(source),
    charges: shop.orders.map((order) => buildCharge(source, requireId(orderIds, order.id), order)),
    cases,
    messages,
    macros: buildMacros(tenantId, shop.locale),
  };
}

type Ids = ReadonlyMap<string, string>;

function requireId(ids: Ids, key: string): string {
  const id = ids.get(key);
  if (!id) throw new Error(`The demo data names ${key}, which it does not hold.`);
  return id;
}

// What was on each gift card before the desk came; its own ledger adds to it from then on.
const buildOpenings = ({ shop, tenantId, now }: Source, methodIds: Ids) =>
  shop.methods.flatMap(({ id, customer, balanceMinor = 0, currency = shop.currency }) =>
    balanceMinor === 0
      ? []
      : [
          {
            ...{
              id: newId(),
              tenant_id: tenantId,
              method_id: requireId(methodIds, id),
              cause: `opening:${id}`,
            },
            ...{ amount_minor: balanceMinor, currency, created_at: dateOfCustomer(customer, now) },
          },
        ],
  );

const buildLines = (tenantId: string, orderId: string, { lines }: ShopOrder) =>
  lines.map((line, sequence) => ({
    id: newId(),
    tenant_id: tenantId,
    order_id: orderId,
    external_id: line.item,
    name: line.name,
    options: line.options,
    quantity: line.quantity,
    unit_price_minor: line.priceMinor,
    category: line.category ?? null,
    sequence,
  }));

function requirePayment(payments: Source["payments"], orderId: string): string {
  const payment = payments.get(orderId);
  if (!payment) throw new Error(`The demo data's order ${orderId} was paid nowhere.`);
  return payment.paymentId;
}

// What the shop gave back counts on its charge already; the provider's report of it must not count again.
const buildKnownRefunds = ({ tenantId, payments }: Source) =>
  [...payments.values()].flatMap(({ refundId }) =>
    refundId ? [{ tenant_id: tenantId, id: refundId, type: "refund.external" }] : [],
  );

function buildCharge({ shop, tenantId, payments, now }: Source, orderId: string, order: ShopOrder) {
  const isStoreCredit = order.method === "gift_card";
  const capturedMinor = totalOf(order);
  return {
    id: newId(),
    tenant_id: tenantId,
    order_id: orderId,
    provider: isStoreCredit ? "store_credit" : "stripe",
    provider_payment_id: isStoreCredit ? orderId : requirePayment(payments, order.id),
    method_label: order.methodLabel,
    method_external_id: order.methodId,
    currency: currencyOf(shop, order),
    captured_minor: capturedMinor,
    reserved_minor: 0,
    // The shop itself paid back what was cancelled before the desk came.
    external_refunded_minor: order.status === "cancelled" ? capturedMinor : 0,
    created_at: datesOfOrder(order.id, order.status, now).placedAt,
  };
}

function buildCases({ shop, tenantId, agent, now }: Source, customerIds: Ids, orderIds: Ids) {
  const names = new Map(shop.customers.map((customer) => [customer.id, customer.name]));
  const opened = shop.cases
    .map((opening) => ({ opening, id: newId(), openedAt: dateOfCase(opening.subject, now) }))
    .toSorted((one, other) => one.openedAt.getTime() - other.openedAt.getTime());
  const cases = opened.map(({ opening, id, openedAt }, index) => {
    const isAssigned = now.getTime() - openedAt.getTime() > 12 * hourMs && fractionOf(opening.subject) < 0.4;
    return {
      id,
      tenant_id: tenantId,
      number: firstCaseNumber + index,
      customer_id: requireId(customerIds, opening.customerExternalId),
      order_id: opening.orderExternalId && requireId(orderIds, opening.orderExternalId),
      subject: opening.subject,
      preview: opening.body.replace(/\s+/g, " ").slice(0, previewLength),
      assignee_id: isAssigned ? (agent?.id ?? null) : null,
      assignee_name: isAssigned ? (agent?.name ?? null) : null,
      ...deskStateOf({ subject: opening.subject, openedAt, isAssigned }, now),
      last_message_at: openedAt,
      created_at: openedAt,
      updated_at: openedAt,
    };
  });
  const messages = opened.map(({ opening, id, openedAt }) => ({
    id: newId(),
    tenant_id: tenantId,
    case_id: id,
    kind: "customer",
    author_name: requireId(names, opening.customerExternalId),
    body: opening.body,
    created_at: openedAt,
  }));
  return { cases, messages };
}
