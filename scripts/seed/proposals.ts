import type postgres from "postgres";
import { v7 } from "uuid";
import { noFollowThrough } from "@/lib/modules/cases/schema";
import { proposeRefund } from "@/lib/modules/decisions/commands";
import { proposeRefundInput } from "@/lib/modules/decisions/schema";
import type { KeyActor } from "@/lib/platform/actor";
import { newId } from "@/lib/platform/ids";

// What waits for a yes when the desk is opened: proposed by the product's own command, so it is followed through like
// any other once somebody approves it.
const stories = [
  {
    priceMinor: 15_000,
    minutesAgo: 14,
    reason: "damaged",
    subject: (item: string) => `My ${item} stopped working`,
    body: (item: string, order: string) =>
      `Hi, the ${item} from ${order} worked for a day and has been dead since. I have sent you a video. I would rather have the money than another one.`,
    rationale: "The customer describes a fault from the second day on and sends a video.",
  },
  {
    priceMinor: 30_000,
    minutesAgo: 41,
    reason: "not_as_described",
    subject: (item: string) => `Wrong ${item} in the parcel`,
    body: (item: string, order: string) =>
      `You sent me another ${item} than the one in ${order}. It has the wrong colour and the wrong size. Please refund it, I bought one elsewhere.`,
    rationale: "The packing list names another variant than the order.",
  },
  {
    priceMinor: 60_000,
    minutesAgo: 95,
    reason: "changed_mind",
    subject: (item: string) => `I want to send the ${item} back`,
    body: (item: string, order: string) =>
      `The ${item} (${order}) is still sealed. I do not need it any more, may I send it back for a refund?`,
    rationale: "Sealed and within the window. Above what I may decide alone.",
  },
] as const;

type Found = Readonly<{
  orderId: string;
  orderNumber: string;
  customerId: string;
  name: string;
  lineId: string;
  item: string;
}>;

/** @returns how many were proposed: none once anybody decided or proposed anything since the shop was seeded */
export async function seedProposals(sql: postgres.Sql, tenantId: string, now: Date): Promise<number> {
  const [key] = await sql<{ id: string; name: string; scopes: string[] }[]>`
    select id, name, scopes from makegood.api_keys where tenant_id = ${tenantId} and is_ai and revoked_at is null
    order by created_at limit 1`;
  const later = await sql`
    select from makegood.decisions d join makegood.tenants t on t.id = d.tenant_id
    where d.tenant_id = ${tenantId} and d.created_at > t.created_at limit 1`;
  if (!key || later.length > 0) return 0;
  const actor: KeyActor = {
    kind: "key",
    tenantId,
    keyId: key.id,
    name: key.name,
    scopes: key.scopes,
    isAi: true,
  };
  for (const story of stories) await propose(sql, actor, story, now);
  return stories.length;
}

async function propose(sql: postgres.Sql, actor: KeyActor, story: (typeof stories)[number], now: Date) {
  const { tenantId } = actor;
  const [found] = await sql<Found[]>`
    select o.id as "orderId", o.external_id as "orderNumber", cu.id as "customerId", cu.name, l.id as "lineId",
      l.name as item
    from makegood.orders o
    join makegood.customers cu on cu.tenant_id = o.tenant_id and cu.id = o.customer_id
    join makegood.charges ch on ch.tenant_id = o.tenant_id and ch.order_id = o.id and ch.provider = 'stripe'
    join makegood.order_lines l on l.tenant_id = o.tenant_id and l.order_id = o.id and l.quantity = 1
    where o.tenant_id = ${tenantId} and o.status = 'delivered' and ch.reserved_minor = 0
      and ch.external_refunded_minor = 0 and l.unit_price_minor >= ${story.priceMinor}
      and not exists (select from makegood.cases c where c.tenant_id = o.tenant_id and c.customer_id = o.customer_id)
    order by l.unit_price_minor, o.external_id limit 1`;
  if (!found) throw new Error("The demo data has no order for a proposal.");
  const openedAt = new Date(now.getTime() - story.minutesAgo * 60_000);
  const [subject, body] = [story.subject(found.item), story.body(found.item, found.orderNumber)];
  const caseId = newId();
  await sql`insert into makegood.cases (id, tenant_id, number, customer_id, order_id, subject, preview, channel,
      follow_through, first_reply_due_at, last_message_at, created_at, updated_at)
    select ${caseId}, ${tenantId}, max(number) + 1, ${found.customerId}, ${found.orderId}, ${subject}, ${body}, 'portal',
      ${sql.json(noFollowThrough as never)}, ${new Date(openedAt.getTime() + 4 * 3_600_000)}, ${openedAt}, ${openedAt},
      ${openedAt}
    from makegood.cases where tenant_id = ${tenantId}`;
  await sql`insert into makegood.messages (id, tenant_id, case_id, kind, author_name, body, channel, created_at)
    values (${v7({ msecs: openedAt.getTime() })}, ${tenantId}, ${caseId}, 'customer', ${found.name}, ${body}, 'portal',
      ${openedAt})`;
  await proposeRefund(
    actor,
    proposeRefundInput.parse({
      ...{ caseId, caseVersion: 1, reasonCode: story.reason, rationale: story.rationale },
      lines: [{ orderLineId: found.lineId, quantity: 1 }],
    }),
  );
}
