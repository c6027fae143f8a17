import { sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, describe, expect, it } from "vitest";
import { proposeRefund } from "@/lib/modules/decisions/commands";
import { setting } from "@/lib/testing/setting";
import { createShop, openCase, owner, refundOf } from "@/lib/testing/shop";
import { asActor, asRelay, asTenant } from "./db";
import { newId } from "./ids";

afterAll(() => owner.end());

// Tables whose rows no member reads are closed to them altogether.
const kernelOnly = ["tenant_streams", "relay_shards", "relay_batches", "consumer_cursors", "case_search"];

async function tenantTables(): Promise<string[]> {
  const rows = await owner<{ name: string }[]>`
    select c.relname as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relnamespace = 'makegood'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by 1`;
  return rows.map((row) => row.name);
}

describe("row-level security", () => {
  it("is forced on every table and partition", async () => {
    const open = await owner`
      select relname from pg_class where relnamespace = 'makegood'::regnamespace and relkind in ('r', 'p')
        and not (relrowsecurity and relforcerowsecurity)`;
    expect(open).toEqual([]);
  });

  it("gives the web login nothing before it says for whom it acts", async () => {
    const login = postgres(setting("DATABASE_URL"), { max: 1 });
    for (const table of await tenantTables()) {
      await expect(login.unsafe(`select * from makegood.${table} limit 1`)).rejects.toThrow(
        "permission denied",
      );
    }
    await login.end();
  });

  it("shows a member every row of their tenant and none of another", async () => {
    const [mine, other] = [await createShop(), await createShop()];
    for (const shop of [mine, other]) {
      await proposeRefund(shop.agent, refundOf(await openCase(shop, [4_210]), [0]));
    }
    let seen = 0;
    for (const table of await tenantTables()) {
      if (kernelOnly.includes(table)) continue;
      const rows = await asActor(mine.agent, (tx) =>
        tx.execute<{ tenant_id: string }>(sql.raw(`select tenant_id from makegood.${table}`)),
      );
      expect(new Set(rows.map((row) => row.tenant_id)), table).toEqual(
        rows.length > 0 ? new Set([mine.tenantId]) : new Set(),
      );
      const [all] = await owner<{ count: number }[]>`
        select count(*)::int as count from ${owner(`makegood.${table}`)} where tenant_id = ${mine.tenantId}`;
      expect(rows.length, table).toBe(all?.count);
      seen += rows.length;
    }
    expect(seen).toBeGreaterThan(10);
  });

  it("keeps the worker out of every tenant's cases until it acts for one", async () => {
    const shop = await createShop();
    await openCase(shop, [4_210]);
    const relayed = await asRelay((tx) => tx.execute(sql`select id from makegood.cases`));
    expect(relayed).toHaveLength(0);
    const acting = await asTenant(shop.tenantId, (tx) => tx.execute(sql`select id from makegood.cases`));
    expect(acting).toHaveLength(1);
  });
});

describe("the ledger", () => {
  it("refuses a posting that does not balance, and nobody may change one", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [4_210]);
    await proposeRefund(shop.agent, refundOf(opened, [0]));
    const [refund] = await owner<
      { id: string }[]
    >`select id from makegood.refunds where case_id = ${opened.caseId}`;
    const unbalanced = asActor(shop.agent, (tx) =>
      tx.execute(sql`
        insert into makegood.ledger_entries (tenant_id, posting_id, account, refund_id, cause, amount_minor, currency)
        values (${shop.tenantId}, ${newId()}, 'provider_balance', ${refund?.id}, 'made up', 100, 'USD')`),
    );
    await expect(unbalanced).rejects.toThrow("does not balance");
    const changed = asActor(shop.finance, (tx) =>
      tx.execute(sql`update makegood.ledger_entries set amount_minor = 0 where tenant_id = ${shop.tenantId}`),
    );
    await expect(changed).rejects.toMatchObject({ cause: { code: "42501" } });
  });
});
