import type postgres from "postgres";
import { v7 } from "uuid";
import { createApiKey, hashApiKey, prefixOf } from "@/lib/modules/access/api-key-format";
import { wordsFor } from "@/lib/modules/decisions/denial";
import { evaluateIn } from "@/lib/modules/decisions/evaluate";
import { hashOf } from "@/lib/modules/decisions/plan";
import { loadOrderFacts } from "@/lib/modules/orders/facts";
import { evaluateInput, type StoredTrace } from "@/lib/modules/policies/schema";
import { payoutKey } from "@/lib/modules/refunds/schema";
import { asTenant } from "@/lib/platform/db";
import { fractionOf } from "./dates";
import { decidedAtOf, refundIdsOf } from "./history-ids";
import { insertPast, wordsOf } from "./history-rows";
import { fill, type Story, storiesIn } from "./history-words";
import { connect, type Provider } from "./payments";
import type { Shop } from "./shops";

// What a month of work leaves behind: cases that were decided, paid and answered, so that reports, ledger, audit and the
// back-test have something to show. The policy's answers are its own, the refunds are at the provider.
const atMostCases = 48;
const days = 30;
/** Those of the cases that are open begin here. */
const firstOpenNumber = 1_001;
const dayMs = 86_400_000;

export type Member = Readonly<{ id: string; name: string; role: string }>;

export type Candidate = Readonly<{
  orderId: string;
  orderNumber: string;
  customerId: string;
  customerName: string;
  chargeId: string;
  paymentId: string;
  methodId: string;
  currency: string;
  lineId: string;
  itemId: string;
  itemName: string;
  priceMinor: number;
}>;

export type Past = Readonly<{
  shop: Shop;
  tenantId: string;
  candidate: Candidate;
  story: Story;
  number: number;
  openedAt: Date;
  stored: StoredTrace;
  isPaid: boolean;
  amountMinor: number;
  approvalHash: string;
  denial: unknown;
  proposer: Member;
  decider: Member;
}>;

/** Repeatable, like the rest: a tenant that decided anything is left alone, and no refund is made twice. */
export async function seedHistory(
  sql: postgres.Sql,
  { shop, tenantId, provider }: Readonly<{ shop: Shop; tenantId: string; provider: Provider }>,
): Promise<number> {
  const people = await sql<Member[]>`
    select user_id as id, name, role from makegood.members where tenant_id = ${tenantId} order by email`;
  const decided = await sql`select from makegood.decisions where tenant_id = ${tenantId} limit 1`;
  if (decided.length > 0 || !people.some(({ role }) => role === "lead")) return 0;
  // The same moment for a run after an interrupted one, so that it arrives at the same ids.
  const [tenant] = await sql<{ since: Date }[]>`
    select created_at as since from makegood.tenants where id = ${tenantId}`;
  const now = tenant?.since ?? new Date();
  const members = [...people, await findAssistant(sql, tenantId, now)];
  const found = await findCandidates(sql, tenantId);
  const past = await Promise.all(
    found.map((candidate, index) => {
      const ageDays = 1 + (days - 2) * (1 - index / found.length) + fractionOf(candidate.orderNumber) * 0.8;
      const number = firstOpenNumber - found.length + index;
      return decide(
        { shop, tenantId, candidate, number, openedAt: new Date(now.getTime() - ageDays * dayMs) },
        members,
      );
    }),
  );
  const refundIds = await payBack(provider, past);
  await sql.begin(async (tx) => {
    for (const one of past) {
      await insertPast(tx, one, { providerRefundId: refundIds.get(one.candidate.orderId), now });
    }
  });
  return past.length;
}

async function payBack(provider: Provider, past: readonly Past[]): Promise<ReadonlyMap<string, string>> {
  const stripe = connect(provider);
  const pay = async (one: Past): Promise<readonly [string, string]> => {
    const { refundId, attemptId } = refundIdsOf(one);
    const refund = await stripe.refunds.create(
      {
        payment_intent: one.candidate.paymentId,
        amount: one.amountMinor,
        metadata: { refund_id: refundId, attempt_id: attemptId, generation: "1", tenant_id: one.tenantId },
      },
      { idempotencyKey: payoutKey(refundId, 1) },
    );
    return [one.candidate.orderId, refund.id];
  };
  return new Map(await Promise.all(past.filter(({ isPaid }) => isPaid).map(pay)));
}

const findCandidates = (sql: postgres.Sql, tenantId: string) => sql<Candidate[]>`
  select distinct on (md5(o.external_id)) o.id as "orderId", o.external_id as "orderNumber", cu.id as "customerId",
    cu.name as "customerName", ch.id as "chargeId", ch.provider_payment_id as "paymentId",
    ch.method_external_id as "methodId", o.currency,
    l.id as "lineId", l.external_id as "itemId", l.name as "itemName", l.unit_price_minor::int as "priceMinor"
  from makegood.orders o
  join makegood.customers cu on cu.tenant_id = o.tenant_id and cu.id = o.customer_id
  join makegood.charges ch on ch.tenant_id = o.tenant_id and ch.order_id = o.id and ch.provider = 'stripe'
  join makegood.order_lines l on l.tenant_id = o.tenant_id and l.order_id = o.id and l.quantity = 1
  where o.tenant_id = ${tenantId} and o.status = 'delivered' and ch.reserved_minor = 0
    and ch.external_refunded_minor = 0 and l.unit_price_minor <= 50000
    and not exists (select from makegood.cases c where c.tenant_id = o.tenant_id and c.customer_id = o.customer_id)
  order by md5(o.external_id), l.unit_price_minor limit ${atMostCases}`;

// Nobody knows this key: it stands for the program that decided small things alone.
async function findAssistant(sql: postgres.Sql, tenantId: string, now: Date): Promise<Member> {
  const name = "Refund assistant";
  const [known] = await sql<{ id: string }[]>`
    select id from makegood.api_keys where tenant_id = ${tenantId} and name = ${name}`;
  const id = known?.id ?? v7();
  const key = createApiKey();
  if (!known) {
    await sql`insert into makegood.api_keys ${sql({
      ...{ id, tenant_id: tenantId, name, prefix: prefixOf(key), hash: hashApiKey(key), is_ai: true },
      ...{ scopes: sql.json(["case:read", "decision:propose"]), created_by_name: "Demo data" },
      created_at: new Date(now.getTime() - days * dayMs),
    })}`;
  }
  return { id, name, role: "key" };
}

export type Asked = Pick<Past, "shop" | "tenantId" | "candidate" | "number" | "openedAt">;

async function decide(asked: Asked, people: readonly Member[]): Promise<Past> {
  const { shop, tenantId, candidate } = asked;
  const stories = storiesIn(shop.locale);
  const story = stories[Math.floor(fractionOf(`${candidate.orderNumber} story`) * stories.length)];
  if (!story) throw new Error("There is no story to tell.");
  const input = evaluateInput.parse({
    ...{ orderNumber: candidate.orderNumber, action: "return", reason: story.reason },
    ...{
      lines: [{ itemId: candidate.itemId, quantity: 1 }],
      method: { id: candidate.methodId },
      at: decidedAtOf(asked.openedAt, candidate).toISOString(),
    },
  });
  return asTenant(tenantId, async (tx) => {
    const stored = await evaluateIn(tx, tenantId, input);
    const { verdict, capMinor } = stored.trace;
    const amountMinor = Math.min(candidate.priceMinor, capMinor);
    const isPaid = (verdict === "allow" || verdict === "need_approval") && amountMinor > 0;
    const order = await loadOrderFacts(tx, tenantId, { number: candidate.orderNumber });
    const leg = { chargeId: candidate.chargeId, amountMinor, method: "refund", destinationId: null } as const;
    const customerReason = fill(story.denied, wordsOf(asked, amountMinor));
    return {
      ...asked,
      ...{ story, stored, isPaid, amountMinor: isPaid ? amountMinor : 0 },
      approvalHash: isPaid && order ? hashOf([leg], candidate.currency, order) : "",
      denial: isPaid
        ? null
        : await wordsFor(tx, tenantId, { trace: stored, customerReason, isNo: true, isAppeal: false }),
      ...whoDecides(people, candidate, { isPaid, verdict, amountMinor }),
    };
  });
}

/** Small and clear: the assistant alone. More: an agent alone. Whatever the policy asks a person about: a lead. */
function whoDecides(
  people: readonly Member[],
  { orderNumber }: Candidate,
  made: Readonly<{ isPaid: boolean; verdict: string; amountMinor: number }>,
): Pick<Past, "proposer" | "decider"> {
  const those = (role: string) => people.filter((one) => one.role === role);
  const pick = (members: readonly Member[]) => {
    const found = members[Math.floor(fractionOf(`${orderNumber} who`) * members.length)];
    if (!found) throw new Error("Nobody of that role works here.");
    return found;
  };
  const [assistant, agent] = [pick(those("key")), pick(those("agent"))];
  if (!made.isPaid) return { proposer: agent, decider: agent };
  if (made.verdict === "allow" && made.amountMinor <= 5_000)
    return { proposer: assistant, decider: assistant };
  if (made.verdict === "allow" && made.amountMinor <= 20_000) return { proposer: agent, decider: agent };
  const isByAssistant = fractionOf(`${orderNumber} proposer`) < 0.5;
  return { proposer: isByAssistant ? assistant : agent, decider: pick(those("lead")) };
}
