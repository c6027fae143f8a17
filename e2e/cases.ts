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
