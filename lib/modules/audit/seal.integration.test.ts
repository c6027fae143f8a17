import postgres from "postgres";
import { afterAll, beforeEach, expect, it } from "vitest";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor, asTenant } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { withOrigin } from "@/lib/platform/origin";
import { setting } from "@/lib/testing/setting";
import { createShop, owner, type Shop } from "@/lib/testing/shop";
import { recordAudit } from "./audit";
import { type ChainReport, verifyChain } from "./chain";
import { sealAudit } from "./jobs";
import { listAudit } from "./queries";
import { findHead, readChain } from "./read-chain";
import { auditQuery } from "./schema";

// The superuser of the database: whoever has that much can change a row, and must be found out.
const address = new URL(setting("DATABASE_ADMIN_URL"));
address.pathname = new URL(setting("DATABASE_OWNER_URL")).pathname;
const intruder = postgres(address.href, { max: 1, onnotice: () => undefined });
afterAll(() => intruder.end());

let shop: Shop;
beforeEach(async () => {
  shop = await createShop();
});

const act = (actor: MemberActor, amountMinor: number): Promise<void> =>
  asActor(actor, (tx) =>
    recordAudit(tx, actor, {
      action: "decision.approved",
      subjectType: "decision",
      subjectId: newId(),
      detail: { amountMinor, note: "it’s “broken”", nested: { z: 1, a: [1, null, { b: 2 }] } },
      before: { state: "proposed" },
      after: { state: "approved" },
    }),
  );

async function actAndSeal(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await act(shop.lead, index);
  while ((await sealAudit(shop.tenantId)) > 0);
}

const verify = (tenantId = shop.tenantId): Promise<ChainReport> =>
  asTenant(tenantId, async (tx) => {
    const { head } = await findHead(tx, tenantId);
    return verifyChain(readChain(tx, tenantId), head);
  });

/** Changes the database as nobody of the product can, without its triggers. */
const tamper = (work: (sql: postgres.TransactionSql) => Promise<unknown>) =>
  intruder.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await work(sql);
  });

const others: Readonly<Record<string, string>> = {
  uuid: "gen_random_uuid()",
  text: "'x'",
  bigint: "4711",
  jsonb: `'{"amountMinor": 1}'`,
  "timestamp with time zone": "created_at + interval '1 microsecond'",
};

it("names the position of a sealed entry, whichever of its columns was altered", async () => {
  const columns = await owner<{ name: string; type: string }[]>`
    select attname as name, format_type(atttypid, null) as type from pg_attribute
    where attrelid = 'makegood.audit_log'::regclass and attnum > 0 and not attisdropped`;
  expect(columns.length).toBeGreaterThan(15);
  for (const { name, type } of columns) {
    shop = await createShop();
    await actAndSeal(4);
    expect((await verify()).broken, name).toBeNull();
    const other = others[type];
    if (!other) throw new Error(`the column ${name} has the type ${type}: say what else it could hold`);
    await tamper((sql) =>
      sql.unsafe(`update makegood.audit_log set ${name} = ${other} where tenant_id = $1 and position = 3`, [
        shop.tenantId,
      ]),
    );
    expect((await verify()).broken?.position, name).toBe(3);
  }
});

it("names the position of an entry that was deleted, and of the first that is missing at the end", async () => {
  await actAndSeal(6);
  await tamper(
    (sql) => sql`delete from makegood.audit_log where tenant_id = ${shop.tenantId} and position > 4`,
  );
  expect(await verify()).toMatchObject({ checked: 4, broken: { position: 5 } });
  await tamper(
    (sql) => sql`delete from makegood.audit_log where tenant_id = ${shop.tenantId} and position = 2`,
  );
  expect(await verify()).toMatchObject({ checked: 1, broken: { position: 2 } });
});

it("names the first of two entries that changed places", async () => {
  await actAndSeal(5);
  await tamper(async (sql) => {
    const swap = (from: number, to: number) =>
      sql`update makegood.audit_log set position = ${to} where tenant_id = ${shop.tenantId} and position = ${from}`;
    await swap(2, 99);
    await swap(4, 2);
    await swap(99, 4);
  });
  expect((await verify()).broken?.position).toBe(2);
});

it("notices a head that was set back together with the entries behind it, when its end was kept elsewhere", async () => {
  await actAndSeal(5);
  const { head } = await verify();
  await tamper(async (sql) => {
    await sql`delete from makegood.audit_log where tenant_id = ${shop.tenantId} and position > 3`;
    await sql`update makegood.audit_heads h set position = 3, hash = a.hash from makegood.audit_log a
      where h.tenant_id = ${shop.tenantId} and a.tenant_id = h.tenant_id and a.position = 3`;
  });
  expect((await verify()).broken).toBeNull();
  const report = await asTenant(shop.tenantId, (tx) => verifyChain(readChain(tx, shop.tenantId), head));
  expect(report.broken?.position).toBe(4);
});

it("seals without a gap what many write at once while several workers seal", async () => {
  const writers = [shop.agent, shop.lead, shop.secondLead, shop.finance];
  let isWriting = true;
  const sealing = Array.from({ length: 3 }, async () => {
    let sealed = 0;
    while (isWriting) sealed += await sealAudit(shop.tenantId);
    return sealed;
  });
  await Promise.all(
    writers.map(async (writer) => {
      for (let index = 0; index < 25; index += 1) await act(writer, index);
    }),
  );
  isWriting = false;
  const sealed = (await Promise.all(sealing)).reduce((sum, count) => sum + count, 0);
  let rest = 0;
  for (let found = 1; found > 0; rest += found) found = await sealAudit(shop.tenantId);
  expect(sealed + rest).toBe(100);
  expect(sealed, "nothing was sealed while they wrote").toBeGreaterThan(0);
  expect(await verify()).toMatchObject({ checked: 100, broken: null });
  const rows = await owner`
    select position from makegood.audit_log where tenant_id = ${shop.tenantId} order by position`;
  expect(rows.map(({ position }) => position)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
});

it("lets nobody of the product say where an entry stands, or change one that is sealed", async () => {
  await asActor(shop.lead, (tx) =>
    tx.execute(`insert into makegood.audit_log
      (id, tenant_id, actor_kind, actor_name, action, subject_type, subject_id, position, previous_hash, hash)
      values ('${newId()}', '${shop.tenantId}', 'system', 'x', 'x', 'case', '${newId()}', 7, 'x', 'x')`),
  );
  const [forged] = await owner`
    select position, previous_hash, hash from makegood.audit_log where tenant_id = ${shop.tenantId}`;
  expect(forged).toEqual({ position: null, previous_hash: null, hash: null });
  await actAndSeal(1);
  const attempts: [string, (sql: string) => Promise<unknown>][] = [
    ["a member", (sql) => asActor(shop.lead, (tx) => tx.execute(sql))],
    ["the worker", (sql) => asTenant(shop.tenantId, (tx) => tx.execute(sql))],
    ["the owner of the tables", (sql) => owner.unsafe(sql)],
  ];
  const where = `where tenant_id = '${shop.tenantId}'`;
  for (const [who, attempt] of attempts) {
    for (const change of ["detail = '{}'", "hash = 'x'", "position = 9", "actor_name = 'Somebody else'"]) {
      const refused = attempt(`update makegood.audit_log set ${change} ${where}`);
      await expect(refused, `${who}: ${change}`).rejects.toThrow();
    }
  }
  for (const [who, attempt] of attempts.slice(0, 2)) {
    await expect(attempt(`delete from makegood.audit_log ${where}`), who).rejects.toThrow();
    await expect(attempt(`delete from makegood.audit_heads ${where}`), who).rejects.toThrow();
  }
  expect((await verify()).broken).toBeNull();
});

it("takes the name of a member out of a sealed entry when their account is erased, and the chain stays whole", async () => {
  await actAndSeal(3);
  await owner`update makegood.audit_log set actor_name = 'Former member' where actor_id = ${shop.lead.userId}`;
  expect(await verify()).toMatchObject({ checked: 3, erasedNames: 3, broken: null });
});

it("writes down from where a request came, and nothing of what the product does by itself", async () => {
  const origin = { requestId: newId(), network: "203.0.113.7", device: "Firefox on macOS" };
  await withOrigin(origin, () => act(shop.lead, 1));
  await asTenant(shop.tenantId, (tx, actor) =>
    recordAudit(tx, actor, { action: "refund.paid", subjectType: "refund", subjectId: newId() }),
  );
  const rows = await owner`
    select origin from makegood.audit_log where tenant_id = ${shop.tenantId} order by created_at`;
  expect(rows.map((row) => row.origin)).toEqual([origin, null]);
});

it("pages through the log without losing or repeating an entry, and filters it", async () => {
  for (let index = 0; index < 7; index += 1) await act(index % 2 ? shop.agent : shop.lead, index);
  await actAndSeal(0);
  const list = (query: Record<string, unknown>) => listAudit(shop.lead, auditQuery.parse(query));
  const amounts: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ limit: 3, cursor });
    amounts.push(...page.rows.map(({ detail }) => detail.amountMinor));
    cursor = page.nextCursor;
  } while (cursor);
  expect(amounts).toEqual([6, 5, 4, 3, 2, 1, 0]);
  expect((await list({ actorId: shop.agent.userId })).rows).toHaveLength(3);
  expect((await list({ action: "decision.denied" })).rows).toHaveLength(0);
  const [newest] = (await list({})).rows;
  expect((await list({ subjectId: newest?.subjectId })).rows).toEqual([newest]);
  expect((await list({ to: "2020-01-01T00:00:00Z" })).rows).toHaveLength(0);
  expect((await list({ from: "2020-01-01T00:00:00+14:00" })).rows).toHaveLength(7);
  for (const nonsense of ["x", "0000-01-01T00:00:00.000000Z_00000000-0000-7000-8000-000000000000"])
    expect((await list({ cursor: nonsense })).rows).toHaveLength(7);
  expect((await listAudit((await createShop()).lead, auditQuery.parse({}))).rows).toHaveLength(0);
});
