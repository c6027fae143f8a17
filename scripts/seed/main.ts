import postgres from "postgres";
import { sealSecret } from "@/lib/modules/accounts/second-factor";
import { noFollowThrough } from "@/lib/modules/cases/schema";
import { closeDatabase } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { closeRedis } from "@/lib/platform/redis";
import { type DemoAccount, demoAccounts, demoFactorSecret, needsDemoFactor } from "./accounts";
import { seedHistory } from "./history";
import { findSimulator, type OrderPayment, type Provider, payOrders } from "./payments";
import { seedProposals } from "./proposals";
import { buildRows } from "./rows";
import { buildPolicy, buildSettings } from "./settings";
import { readShops, type Shop } from "./shops";
import { type AuthServer, createUsers, findAuthServer } from "./users";

const say = (line: string) => process.stdout.write(`${line}\n`);
const secondsSince = (from: number) => `${((performance.now() - from) / 1_000).toFixed(1)} s`;

const ownerUrl = process.env.DATABASE_OWNER_URL;
if (!ownerUrl) throw new Error("DATABASE_OWNER_URL is not set.");
const sql = postgres(ownerUrl, { max: 2, onnotice: () => undefined });
try {
  await seed();
} finally {
  closeRedis();
  await Promise.all([sql.end({ timeout: 5 }), closeDatabase()]);
}

async function seed(): Promise<void> {
  const simulator = findSimulator(process.env);
  if (!simulator) {
    say("No demo data: payments go to a real provider, and the demo's were never made there.");
    return;
  }
  const shops = readShops();
  const tenantIds = await createTenants(shops);
  const [payments] = await Promise.all([payShops(simulator, shops, tenantIds), seedAccounts(tenantIds)]);
  for (const { shop, tenantId, paid } of payments) await insertShop(shop, tenantId, paid);
  for (const shop of shops) await seedPast(simulator, shop, requireTenant(tenantIds, shop.slug));
}

async function seedPast(provider: Provider, shop: Shop, tenantId: string): Promise<void> {
  const from = performance.now();
  const decided = await seedHistory(sql, { shop, tenantId, provider });
  const waiting = shop.slug === "tau-retail" ? await seedProposals(sql, tenantId, new Date()) : 0;
  if (decided + waiting > 0)
    say(`${shop.name}: ${decided} decided cases, ${waiting} that wait for a yes (${secondsSince(from)})`);
}

type Paid = Readonly<{ shop: Shop; tenantId: string; paid: ReadonlyMap<string, OrderPayment> }>;

/** The payments of the shops whose orders are not in the database yet. */
async function payShops(
  simulator: Provider,
  shops: readonly Shop[],
  tenantIds: TenantIds,
): Promise<readonly Paid[]> {
  const payments: Paid[] = [];
  for (const shop of shops) {
    const tenantId = requireTenant(tenantIds, shop.slug);
    if (await hasOrders(tenantId)) {
      say(`${shop.name}: already there`);
      continue;
    }
    const from = performance.now();
    const paid = await payOrders(simulator, shop, tenantId);
    payments.push({ shop, tenantId, paid });
    say(`${shop.name}: ${paid.size} payments at the provider (${secondsSince(from)})`);
  }
  return payments;
}

type TenantIds = ReadonlyMap<string, string>;

// Committed before anything else, so that a run after an interrupted one finds its payments by the tenant's id.
async function createTenants(shops: readonly Shop[]): Promise<TenantIds> {
  const rows = shops.map(({ slug, name, currency, locale }) => ({
    id: newId(),
    slug,
    name,
    currency,
    locale,
  }));
  await sql`insert into makegood.tenants ${sql(rows)} on conflict (slug) do nothing`;
  const found = await sql<{ id: string; slug: string }[]>`
    select id, slug from makegood.tenants where slug in ${sql(rows.map((row) => row.slug))}`;
  return new Map(found.map(({ slug, id }) => [slug, id]));
}

function requireTenant(tenantIds: TenantIds, slug: string): string {
  const id = tenantIds.get(slug);
  if (!id) throw new Error(`The tenant ${slug} does not exist.`);
  return id;
}

async function hasOrders(tenantId: string): Promise<boolean> {
  const found = await sql`select from makegood.orders where tenant_id = ${tenantId} limit 1`;
  return found.length > 0;
}

async function seedAccounts(tenantIds: TenantIds): Promise<void> {
  const server = findAuthServer(process.env);
  if (!server) {
    say("No demo accounts: they exist only with the local auth server and mail catcher.");
    return;
  }
  const from = performance.now();
  const created = await createMissingUsers(server);
  await createMembers(tenantIds);
  say(
    created === 0 ? "Demo accounts: already there" : `Demo accounts: ${created} made (${secondsSince(from)})`,
  );
}

async function createMissingUsers(server: AuthServer): Promise<number> {
  const known = await findUsers();
  const missing = demoAccounts.filter(({ email }) => !known.get(email)?.is_confirmed);
  if (missing.length > 0) await createUsers(server, missing, new Set(known.keys()));
  return missing.length;
}

type User = Readonly<{ id: string; email: string; is_confirmed: boolean }>;

async function findUsers(): Promise<ReadonlyMap<string, User>> {
  const users = await sql<User[]>`
    select id, email, email_confirmed_at is not null as is_confirmed
    from auth.users where email in ${sql(demoAccounts.map(({ email }) => email))}`;
  return new Map(users.map((user) => [user.email, user]));
}

async function createMembers(tenantIds: TenantIds): Promise<void> {
  const users = await findUsers();
  const idOf = ({ email }: DemoAccount) => users.get(email)?.id ?? "";
  const members = demoAccounts.flatMap((account) =>
    account.tenant
      ? [
          {
            tenant_id: requireTenant(tenantIds, account.tenant),
            user_id: idOf(account),
            role: account.role,
            name: account.name,
            email: account.email,
          },
        ]
      : [],
  );
  await sql`insert into makegood.members ${sql(members)} on conflict do nothing`;
  const profiles = demoAccounts.map((account) => ({
    id: idOf(account),
    name: account.name,
    role: account.role === "platform admin" ? "admin" : "user",
  }));
  const factors = demoAccounts.filter(needsDemoFactor).map((account) => ({
    user_id: idOf(account),
    sealed_secret: sealSecret(idOf(account), demoFactorSecret),
    confirmed_at: new Date(),
  }));
  await sql`insert into makegood.second_factors ${sql(factors)} on conflict do nothing`;
  // A trigger has made them already where it could.
  await sql`
    insert into makegood.profiles ${sql(profiles)}
    on conflict (id) do update set role = excluded.role where profiles.role <> excluded.role`;
}

async function insertShop(shop: Shop, tenantId: string, payments: Paid["paid"]): Promise<void> {
  const from = performance.now();
  const [agent] = await sql<{ id: string; name: string }[]>`
    select user_id as id, name from makegood.members where tenant_id = ${tenantId} and email = ${shop.agentEmail}`;
  const rows = buildRows({ shop, tenantId, payments, agent, now: new Date() });
  const cases = rows.cases.map((row) => ({ ...row, follow_through: sql.json(noFollowThrough as never) }));
  const policy = buildPolicy(shop, tenantId, new Date());
  const settings = buildSettings(shop, tenantId);
  await sql.begin(async (tx) => {
    // Somebody may have set their own while an interrupted run had left the orders out.
    await tx`insert into makegood.policy_versions
      ${tx({ ...policy, document: sql.json(policy.document as never) })} on conflict do nothing`;
    await tx`insert into makegood.tenant_settings ${tx({
      ...settings,
      limits: sql.json(settings.limits as never),
      business_hours: sql.json(settings.business_hours as never),
    })} on conflict do nothing`;
    for (const [table, tableRows] of Object.entries({ ...rows, cases })) {
      if (tableRows.length > 0) await tx`insert into ${tx(`makegood.${table}`)} ${tx(tableRows)}`;
    }
  });
  const counts = Object.entries(rows).map(([table, { length }]) => `${length} ${table.replaceAll("_", " ")}`);
  say(`${shop.name}: ${counts.join(", ")} (${secondsSince(from)})`);
}
