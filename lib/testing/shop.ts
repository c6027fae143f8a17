import postgres from "postgres";
import Stripe from "stripe";
import { defaultSettings } from "@/lib/modules/access/settings";
import { noFollowThrough } from "@/lib/modules/cases/schema";
import { type ProposeRefund, proposeRefundInput } from "@/lib/modules/decisions/schema";
import type { MemberActor, Role } from "@/lib/platform/actor";
import { newId } from "@/lib/platform/ids";
import { setting } from "./setting";

/** The owner's connection: arranges and inspects what no actor of the product may. */
export const owner = postgres(setting("DATABASE_OWNER_URL"), {
  max: 4,
  onnotice: () => undefined,
  types: { bigint: { to: 20, from: [20], parse: Number, serialize: String } },
});

const address = new URL(setting("STRIPE_API_URL"));
const stripe = new Stripe(setting("STRIPE_SECRET_KEY"), {
  host: address.hostname,
  port: Number(address.port),
  protocol: "http",
  telemetry: false,
});

export type Shop = Readonly<{
  tenantId: string;
  slug: string;
  agent: MemberActor;
  lead: MemberActor;
  secondLead: MemberActor;
  finance: MemberActor;
}>;

/** A tenant of its own with one person of each role that decides about money. */
export async function createShop(currency = "USD"): Promise<Shop> {
  const tenantId = newId();
  const slug = `shop-${tenantId.slice(-12)}`;
  await owner`insert into makegood.tenants (id, slug, name, currency) values (${tenantId}, ${slug}, 'Test shop', ${currency})`;
  // What one agent decides in a day is bounded, too; most tests are about something else.
  const daily = { USD: { agentDailyMinor: 100_000_000 }, EUR: { agentDailyMinor: 100_000_000 } };
  await owner`
    insert into makegood.tenant_settings (tenant_id, limits, business_hours)
    values (${tenantId}, ${owner.json(daily)}, ${owner.json({ ...defaultSettings.businessHours })})`;
  const member = async (role: Role, name: string): Promise<MemberActor> => {
    const userId = newId();
    await owner`
      insert into makegood.members (tenant_id, user_id, role, name, email)
      values (${tenantId}, ${userId}, ${role}, ${name}, ${`${userId}@example.test`})`;
    const sessionId = newId();
    await owner`
      insert into makegood.sessions (id, user_id, kind, device, network, password_verified_at)
      values (${sessionId}, ${userId}, 'full', 'Test', '127.0.0.1', now())`;
    return { kind: "member", tenantId, userId, role, name, sessionId };
  };
  return {
    tenantId,
    slug,
    agent: await member("agent", "Ana Ruiz"),
    lead: await member("lead", "Lea Berg"),
    secondLead: await member("lead", "Leo Marsh"),
    finance: await member("finance", "Finn Okafor"),
  };
}

/** An admin of the shop, with the second factor that the role needs. */
export async function createAdmin({ tenantId }: Shop): Promise<MemberActor> {
  const [userId, sessionId] = [newId(), newId()];
  await owner`
    insert into makegood.members (tenant_id, user_id, role, name, email)
    values (${tenantId}, ${userId}, 'admin', 'Ada Nkemelu', ${`${userId}@example.test`})`;
  await owner`
    insert into makegood.second_factors (user_id, sealed_secret, confirmed_at) values (${userId}, 'x', now())`;
  await owner`
    insert into makegood.sessions (id, user_id, kind, device, network, factor_verified_at)
    values (${sessionId}, ${userId}, 'full', 'Test', '127.0.0.1', now())`;
  return { kind: "member", tenantId, userId, role: "admin", name: "Ada Nkemelu", sessionId };
}

let lastNumber = 1_000;
const nextNumber = (): number => {
  lastNumber += 1;
  return lastNumber;
};

export type OpenCase = Readonly<{
  caseId: string;
  customerEmail: string;
  orderId: string;
  chargeId: string;
  paymentId: string;
  lines: readonly Readonly<{ id: string; amountMinor: number }>[];
}>;

/** A case about an order with one line of each amount, paid by one charge at the simulator. */
export async function openCase(
  shop: Shop,
  amountsMinor: readonly number[],
  currency = "USD",
): Promise<OpenCase> {
  const total = amountsMinor.reduce((sum, amount) => sum + amount, 0);
  const payment = await stripe.paymentIntents.create({
    amount: total,
    currency: currency.toLowerCase(),
    confirm: true,
    payment_method: "pm_card_visa",
  });
  const [customerId, orderId, chargeId, caseId] = [newId(), newId(), newId(), newId()] as const;
  const customerEmail = `customer-${customerId}@example.test`;
  const { tenantId } = shop;
  const lines = amountsMinor.map((amountMinor) => ({ id: newId(), amountMinor }));
  await owner.begin(async (sql) => {
    await sql`
      insert into makegood.customers (id, tenant_id, external_id, name, email)
      values (${customerId}, ${tenantId}, ${customerId}, 'Ben Osei', ${customerEmail})`;
    await sql`
      insert into makegood.orders (id, tenant_id, external_id, customer_id, status, currency, total_minor, placed_at)
      values (${orderId}, ${tenantId}, ${`#W${orderId.slice(-7)}`}, ${customerId}, 'delivered', ${currency}, ${total}, now())`;
    for (const [sequence, line] of lines.entries()) {
      await sql`
        insert into makegood.order_lines
          (id, tenant_id, order_id, external_id, name, quantity, unit_price_minor, sequence)
        values (${line.id}, ${tenantId}, ${orderId}, ${line.id}, ${`Item ${sequence + 1}`}, 1, ${line.amountMinor}, ${sequence})`;
    }
    await sql`
      insert into makegood.charges
        (id, tenant_id, order_id, provider, provider_payment_id, method_label, currency, captured_minor)
      values (${chargeId}, ${tenantId}, ${orderId}, 'stripe', ${payment.id}, 'Visa •4242', ${currency}, ${total})`;
    await sql`
      insert into makegood.cases (id, tenant_id, number, customer_id, order_id, subject, follow_through)
      values (${caseId}, ${tenantId}, ${nextNumber()}, ${customerId}, ${orderId}, 'Where is my money?', ${sql.json(noFollowThrough as never)})`;
  });
  return { caseId, customerEmail, orderId, chargeId, paymentId: payment.id, lines };
}

/** What an agent would send to refund lines of the case. */
export const refundOf = (opened: OpenCase, lineIndexes: readonly number[], caseVersion = 1): ProposeRefund =>
  proposeRefundInput.parse({
    caseId: opened.caseId,
    caseVersion,
    lines: lineIndexes.map((index) => ({ orderLineId: opened.lines[index]?.id ?? "", quantity: 1 })),
    reasonCode: "damaged",
    rationale: "It arrived broken, the photo shows it.",
  });
