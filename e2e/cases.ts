import type { Page } from "playwright/test";
import { defaultSettings, limitsOf } from "@/lib/modules/access/settings";
import { noFollowThrough } from "@/lib/modules/cases/schema";
import { newId } from "@/lib/platform/ids";
import { owner } from "@/lib/testing/shop";

type RefundableCase = Readonly<{
  caseId: string;
  number: number;
  orderExternalId: string;
  customerEmail: string;
  paymentId: string;
  lineName: string;
  lineAmountMinor: number;
}>;

/** An untouched case of the demo whose order was paid by card or PayPal and has a line of that price. */
export async function findRefundableCase(price: {
  aboveMinor: number;
  atMostMinor: number;
}): Promise<RefundableCase> {
  const [found] = await owner<RefundableCase[]>`
    select c.id as "caseId", c.number, o.external_id as "orderExternalId", cu.email as "customerEmail",
      ch.provider_payment_id as "paymentId", l.name as "lineName", l.unit_price_minor as "lineAmountMinor"
    from makegood.cases c
    join makegood.tenants t on t.id = c.tenant_id and t.slug = 'tau-retail'
    join makegood.orders o on o.id = c.order_id
    join makegood.customers cu on cu.id = c.customer_id
    join makegood.charges ch on ch.order_id = o.id and ch.provider = 'stripe'
    join makegood.order_lines l on l.order_id = o.id and l.quantity = 1
    where c.decision = 'none' and c.conversation = 'open' and o.status = 'delivered' and ch.reserved_minor = 0 and ch.external_refunded_minor = 0
      and l.unit_price_minor > ${price.aboveMinor} and l.unit_price_minor <= ${price.atMostMinor}
      and (select count(*) from makegood.order_lines same where same.order_id = o.id and same.name = l.name) = 1
      and (select count(*) from makegood.cases twin where twin.order_id = o.id) = 1
    order by c.last_message_at desc, c.number limit 1`;
  if (!found) throw new Error("the demo has no such case");
  return found;
}

type DemoCase = Readonly<{
  caseId: string;
  number: number;
  customerEmail: string;
  customerFirstName: string;
  paymentId: string;
  orderNumber: string;
  totalMinor: number;
}>;
type Wanted = Readonly<{
  message: string;
  /** Of the same customer and order as this one. */
  like?: DemoCase;
  aboveMinor?: number;
  atMostMinor?: number;
}>;

/** A new case of the demo about a delivered order that nobody asked about yet, as if its customer had just written. */
export async function openDemoCase(wanted: Wanted): Promise<DemoCase> {
  const { message, like, aboveMinor = 0, atMostMinor = 1_000_000 } = wanted;
  const [order] = await owner<
    {
      id: string;
      tenantId: string;
      customerId: string;
      name: string;
      email: string;
      paymentId: string;
      totalMinor: number;
      orderNumber: string;
    }[]
  >`
    select o.id, o.tenant_id as "tenantId", o.customer_id as "customerId", cu.name, cu.email,
      ch.provider_payment_id as "paymentId", o.total_minor as "totalMinor", o.external_id as "orderNumber"
    from makegood.orders o
    join makegood.tenants t on t.id = o.tenant_id and t.slug = 'tau-retail'
    join makegood.customers cu on cu.tenant_id = o.tenant_id and cu.id = o.customer_id
    join makegood.charges ch on ch.tenant_id = o.tenant_id and ch.order_id = o.id and ch.provider = 'stripe'
    where ${
      like
        ? owner`o.id = (select order_id from makegood.cases where id = ${like.caseId})`
        : owner`o.status = 'delivered' and o.total_minor > ${aboveMinor} and o.total_minor <= ${atMostMinor}
          and ch.reserved_minor = 0 and ch.external_refunded_minor = 0
          and not exists (select from makegood.cases c where c.tenant_id = o.tenant_id and c.customer_id = o.customer_id)`
    }
    order by o.total_minor desc limit 1`;
  if (!order) throw new Error("the demo has no such order");
  const caseId = newId();
  const [opened] = await owner<{ number: number }[]>`
    insert into makegood.cases
      (id, tenant_id, number, customer_id, order_id, subject, preview, follow_through, first_reply_due_at)
    select ${caseId}, ${order.tenantId}, max(number) + 1, ${order.customerId}, ${order.id}, 'A question', ${message},
      ${owner.json(noFollowThrough as never)}, now() + interval '4 hours'
    from makegood.cases where tenant_id = ${order.tenantId} returning number`;
  await owner`
    insert into makegood.messages (id, tenant_id, case_id, kind, author_name, body)
    values (${newId()}, ${order.tenantId}, ${caseId}, 'customer', ${order.name}, ${message})`;
  return {
    caseId,
    number: opened?.number ?? 0,
    customerEmail: order.email,
    customerFirstName: order.name.split(" ")[0] ?? "",
    paymentId: order.paymentId,
    orderNumber: order.orderNumber,
    totalMinor: Number(order.totalMinor),
  };
}

export const casePath = (caseId: string): string => `/t/tau-retail/cases/${caseId}`;

/** What agents may decide alone in a day, in minor units: the stories of a file would use it up together. */
export const setAgentDay = (minor = limitsOf(defaultSettings, "USD").agentDailyMinor) => owner`
  update makegood.tenant_settings set limits = jsonb_set(limits, '{USD,agentDailyMinor}', to_jsonb(${minor}::int))
  where tenant_id = (select id from makegood.tenants where slug = 'tau-retail')`;

/** Makes the proposal about one line alone, whatever the form began with. */
export async function chooseOnly(page: Page, lineName: string): Promise<void> {
  const form = page.getByRole("form", { name: "Propose a refund" });
  await form.getByLabel("Decision", { exact: true }).selectOption("approve");
  const lines = form.getByRole("group", { name: "What to refund" });
  const ticked = lines.getByRole("checkbox", { checked: true });
  while ((await ticked.count()) > 0) await ticked.first().uncheck();
  await lines.getByRole("checkbox", { name: lineName }).first().check();
}
