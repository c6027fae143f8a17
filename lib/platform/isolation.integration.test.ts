import postgres, { type TransactionSql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setting } from "@/lib/testing/setting";
import { newId } from "./ids";

// Reads the catalogue of the real database, so that a table nobody thought of is tried as well, or fails.
const address = new URL(setting("DATABASE_ADMIN_URL"));
address.pathname = new URL(setting("DATABASE_OWNER_URL")).pathname;
const admin = postgres(address.href, { max: 1, onnotice: () => undefined });

type Verb = "select" | "insert" | "update" | "delete";
const verbs: readonly Verb[] = ["select", "insert", "update", "delete"];

/**
 * What the staff of a tenant may do to its rows as the app's role, and what people may do to rows of their own. Whatever
 * is missing here may do nothing. A fresh admin is a member too.
 */
const staffMay: Readonly<Record<string, readonly Verb[]>> = {
  // Insert: as oneself and in a fresh session alone, see the test of votes.
  approval_votes: ["select"],
  approvals: ["select", "insert", "update"],
  attachment_contents: ["select", "insert"],
  attachments: ["select", "insert", "update", "delete"],
  audit_heads: ["select"],
  audit_log: ["select", "insert"],
  cases: ["select", "insert", "update"],
  charges: ["select", "insert", "update"],
  customers: ["select", "insert", "update"],
  decisions: ["select", "insert", "update"],
  delegations: ["select", "insert", "update"],
  disputes: ["select", "insert", "update"],
  effects: ["select", "insert", "update"],
  event_subjects: ["select", "insert", "update"],
  idempotency_keys: ["select", "insert"],
  inbox: ["select"],
  incidents: ["select", "insert", "update"],
  incoming_mails: ["select", "insert"],
  kill_switches: ["select", "insert", "update"],
  ledger_entries: ["select", "insert"],
  macros: ["select", "insert", "update"],
  mail_templates: ["select", "insert", "update", "delete"],
  messages: ["select", "insert"],
  notices: ["select", "insert"],
  order_lines: ["select", "insert", "update", "delete"],
  orders: ["select", "insert", "update"],
  outbox: ["select", "insert"],
  payment_methods: ["select", "insert", "update"],
  policy_versions: ["select", "insert", "update"],
  provider_events: ["select", "insert"],
  reconciliations: ["select", "insert", "update"],
  refund_attempts: ["select", "insert", "update"],
  refund_holds: ["select", "insert", "update"],
  refund_mismatches: ["select", "update"],
  refunds: ["select", "insert", "update"],
  saved_views: ["select", "insert", "update", "delete"],
  store_credit_entries: ["select", "insert"],
  tenants: ["select"],
  undoable_changes: ["select", "insert", "update"],
};
const adminsMay: Readonly<Record<string, readonly Verb[]>> = {
  api_keys: ["select", "insert", "update"],
  crm_connections: ["select", "insert", "update"],
  invitations: ["select", "insert", "update"],
  members: ["select", "update"],
  provider_connections: ["select", "insert", "update"],
  tenant_settings: ["select", "insert", "update"],
};
const ownersMay: Readonly<Record<string, readonly Verb[]>> = {
  notices: ["select"],
  profiles: ["select", "update"],
  recovery_codes: ["select", "insert", "update", "delete"],
  second_factors: ["select", "insert", "update", "delete"],
  sessions: ["select", "insert", "update"],
};
/** The relay's own, and what only functions of the search read: no actor of the product sees them. */
const workerOnly = ["case_search", "consumer_cursors", "relay_batches", "relay_shards", "tenant_streams"];
/** The product's own, for those who look something up before they are anybody. */
const productOnly = ["guest_links"];

type Column = Readonly<{ name: string; type: string; isKey: boolean; grants: boolean }>;
type Table = Readonly<{ name: string; columns: readonly Column[]; policies: number; isForced: boolean }>;
let tables: readonly Table[];

const [ownTenant, otherTenant] = [newId(), newId()];
const [person, stranger] = [newId(), newId()];
const [freshSession, staleSession] = [newId(), newId()];

type Claims = Readonly<Record<string, string | null | readonly string[]>>;
const claims = {
  staff: { actor_kind: "member", sub: person, tenant_id: ownTenant, session_id: staleSession },
  admin: { actor_kind: "member", sub: person, tenant_id: ownTenant, session_id: freshSession },
  key: { actor_kind: "key", sub: newId(), tenant_id: ownTenant },
  customer: { actor_kind: "visitor", sub: person, session_id: freshSession },
  "no tenant": { actor_kind: "member", sub: stranger, tenant_id: null },
  nobody: { actor_kind: "visitor", sub: null },
  // Somebody in the portal. What the role of their own may read is the business of modules/portal.
  portal: {
    actor_kind: "customer",
    sub: person,
    tenant_id: ownTenant,
    customer_ids: [person],
    order_id: null,
  },
} as const satisfies Record<string, Claims>;

beforeAll(async () => {
  tables = await readTables();
  await admin`insert into makegood.tenants (id, slug, name) values
    (${ownTenant}, ${`own-${ownTenant}`}, 'Own'), (${otherTenant}, ${`other-${otherTenant}`}, 'Other')`;
  await admin`insert into makegood.members (tenant_id, user_id, role, name, email)
    values (${ownTenant}, ${person}, 'admin', 'Ana', 'ana@example.test')`;
  await admin`insert into makegood.second_factors (user_id, sealed_secret, confirmed_at) values (${person}, 'x', now())`;
  await admin`insert into makegood.sessions (id, user_id, kind, device, network, factor_verified_at) values
    (${freshSession}, ${person}, 'full', '', '', now()),
    (${staleSession}, ${person}, 'full', '', '', now() - interval '9 hours')`;
});
afterAll(() => admin.end());

async function readTables(): Promise<Table[]> {
  const rows = await admin<{ name: string; columns: Column[]; policies: string; is_forced: boolean }[]>`
    select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as is_forced,
      (select count(*) from pg_policies p where p.schemaname = 'makegood' and p.tablename = c.relname) as policies,
      (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, null),
        'isKey', exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any (i.indkey)),
        'grants', has_column_privilege('makegood_user', c.oid, a.attnum, 'update')) order by a.attnum)
       from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
    from pg_class c
    where c.relnamespace = 'makegood'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname`;
  return rows.map(({ policies, is_forced, ...table }) => ({
    ...table,
    policies: Number(policies),
    isForced: is_forced,
  }));
}

const values: Readonly<Record<string, () => unknown>> = {
  uuid: newId,
  text: () => `x${newId()}`,
  "text[]": () => [],
  bytea: () => Buffer.from("x"),
  boolean: () => false,
  integer: () => 1,
  smallint: () => 100 + Math.floor(Math.random() * 30_000),
  bigint: () => 1,
  jsonb: () => "[]",
  tsvector: () => "word",
  xid8: () => "1",
  "timestamp with time zone": () => new Date(),
};
const ownerColumns = ["user_id"];

/** A row of `tenantId` and `userId`, with something in every column. */
function makeRow({ name, columns }: Table, tenantId: string, userId: string): Record<string, unknown> {
  return Object.fromEntries(
    columns.map((column) => {
      if (column.name === "tenant_id" || (name === "tenants" && column.name === "id"))
        return [column.name, tenantId];
      if (ownerColumns.includes(column.name) || (name === "profiles" && column.name === "id"))
        return [column.name, userId];
      if (column.name === "deleted_at" || column.name === "disabled_at") return [column.name, null];
      const make = values[column.type];
      if (!make) throw new Error(`${name}.${column.name} has the type ${column.type}: say how to make one`);
      return [column.name, make()];
    }),
  );
}

type Sql = TransactionSql;

async function asRole(sql: Sql, role: string, who: Claims): Promise<void> {
  await sql`select set_config('request.jwt.claims', ${JSON.stringify(who)}, true)`;
  await sql.unsafe(`set local role ${role}`);
}

const insertInto = (sql: Sql, table: Table, row: Record<string, unknown>) =>
  sql`insert into ${sql(`makegood.${table.name}`)} ${sql(row)}`;

const keyOf = (table: Table, row: Record<string, unknown>) =>
  Object.fromEntries(table.columns.filter(({ isKey }) => isKey).map(({ name }) => [name, row[name]]));

/** How many rows the verb touches. Grants and policies refuse with an error or by touching none. */
async function attempt(sql: Sql, verb: Verb, table: Table, row: Record<string, unknown>): Promise<number> {
  const name = sql(`makegood.${table.name}`);
  const entries = Object.entries(keyOf(table, row));
  const condition = entries.reduce(
    (all, [column, value], at) =>
      at === 0
        ? sql`${sql(column)} = ${value as string}`
        : sql`${all} and ${sql(column)} = ${value as string}`,
    sql`true`,
  );
  switch (verb) {
    case "select":
      return (await sql`select 1 from ${name} where ${condition}`).count;
    case "delete":
      return (await sql`delete from ${name} where ${condition}`).count;
    case "insert":
      return (await insertInto(sql, table, row)).count;
    case "update": {
      const column = table.columns.find(({ grants }) => grants) ?? table.columns[0];
      if (!column) return 0;
      return (await sql`update ${name} set ${sql(column.name)} = ${sql(column.name)} where ${condition}`)
        .count;
    }
  }
}

const rollBack = new Error("enough seen");

/** Tries the verb as somebody and leaves no trace. The rows it is tried on are there, whoever may see them. */
async function touched(
  verb: Verb,
  table: Table,
  owner: Readonly<{ tenantId: string; userId: string }>,
  role: string | undefined,
  who: Claims,
): Promise<number> {
  let count = 0;
  await admin
    .begin(async (sql) => {
      // No foreign keys and no triggers: what counts here is who may, not what fits.
      await sql`set local session_replication_role = replica`;
      const row = makeRow(table, owner.tenantId, owner.userId);
      // Who acts has rows of their own, which make room for the one that is tried.
      await attempt(sql, "delete", table, row);
      if (verb !== "insert") await insertInto(sql, table, row);
      if (role) await asRole(sql, role, who);
      count = await attempt(sql, verb, table, row).catch((error: unknown) => {
        if ((error as { code?: string }).code === "42501") return 0;
        throw error;
      });
      throw rollBack;
    })
    .catch((error: unknown) => {
      if (error !== rollBack) throw error;
    });
  return count;
}

let cells = 0;
const cell = async (
  verb: Verb,
  table: Table,
  owner: Readonly<{ tenantId: string; userId: string }>,
  who: Claims,
  role = "makegood_user",
): Promise<number> => {
  cells += 1;
  return touched(verb, table, owner, role, who);
};

const may = (list: Readonly<Record<string, readonly Verb[]>>, table: Table, verb: Verb): boolean =>
  list[table.name]?.includes(verb) ?? false;

it("every table forces row-level security, has a policy, and is in one of the lists of this test", () => {
  const listed = [
    ...Object.keys({ ...staffMay, ...adminsMay, ...ownersMay }),
    ...workerOnly,
    ...productOnly,
  ].toSorted();
  expect([...new Set(listed)]).toEqual(tables.map(({ name }) => name));
  for (const { name, isForced, policies } of tables) {
    expect(isForced, name).toBe(true);
    expect(policies, name).toBeGreaterThan(1);
  }
});

describe.each(verbs)("%s", (verb) => {
  it("works for the administrator on every table: the positive control of every denial", async () => {
    for (const table of tables) {
      const own = { tenantId: ownTenant, userId: stranger };
      expect(await touched(verb, table, own, undefined, {}), table.name).toBe(1);
    }
  });

  it("is for staff what the lists say, in their own tenant and in no other", async () => {
    for (const table of tables) {
      const isAllowed = may(staffMay, table, verb) || (verb === "select" && may(adminsMay, table, verb));
      const own = { tenantId: ownTenant, userId: stranger };
      const other = { tenantId: otherTenant, userId: stranger };
      for (const who of [claims.staff, claims.key]) {
        expect(await cell(verb, table, own, who), `${table.name}, own, ${who.actor_kind}`).toBe(
          isAllowed ? 1 : 0,
        );
        expect(await cell(verb, table, other, who), `${table.name}, other, ${who.actor_kind}`).toBe(0);
      }
      expect(await cell(verb, table, own, claims["no tenant"]), `${table.name}, no tenant`).toBe(
        may(ownersMay, table, verb) ? 1 : 0,
      );
    }
  });

  it("of people and keys is for an admin with a fresh second factor alone", async () => {
    for (const table of tables.filter(({ name }) => name in adminsMay)) {
      const own = { tenantId: ownTenant, userId: stranger };
      const expected = may(adminsMay, table, verb) ? 1 : 0;
      expect(await cell(verb, table, own, claims.admin), table.name).toBe(expected);
      expect(await cell(verb, table, { ...own, tenantId: otherTenant }, claims.admin), table.name).toBe(0);
    }
  });

  it("of a person's own rows is for that person alone", async () => {
    for (const table of tables) {
      const isAllowed = may(ownersMay, table, verb);
      const own = { tenantId: otherTenant, userId: person };
      const others = { tenantId: otherTenant, userId: stranger };
      expect(await cell(verb, table, own, claims.customer), `${table.name}, own`).toBe(isAllowed ? 1 : 0);
      expect(await cell(verb, table, others, claims.customer), `${table.name}, others`).toBe(0);
      expect(await cell(verb, table, own, claims.nobody), `${table.name}, nobody`).toBe(0);
    }
  });

  it("is for nobody who comes through Supabase's own roles, or forgot to say who acts", async () => {
    for (const table of tables) {
      const own = { tenantId: ownTenant, userId: person };
      for (const role of ["anon", "authenticated", "makegood_app", "makegood_customer"]) {
        expect(await cell(verb, table, own, claims.admin, role), `${table.name} as ${role}`).toBe(0);
      }
      expect(await cell(verb, table, own, claims.portal), `${table.name}, a customer at the desk`).toBe(0);
    }
  });
});

it("no function of ours can be called through Supabase's own roles", async () => {
  const callable = await admin<{ name: string; role: string }[]>`
    select p.oid::regprocedure::text as name, r.rolname as role
    from pg_proc p cross join pg_roles r
    where p.pronamespace in ('makegood'::regnamespace, 'private'::regnamespace)
      and r.rolname in ('anon', 'authenticated', 'makegood_app') and has_function_privilege(r.rolname, p.oid, 'execute')`;
  expect([...callable]).toEqual([]);
});

it("nobody approves in the database in a session that did not prove itself within the working day", async () => {
  const table = tables.find(({ name }) => name === "approvals");
  if (!table) throw new Error("there are no approvals");
  const approve = async (who: Claims): Promise<number> => {
    let count = 0;
    await admin
      .begin(async (sql) => {
        await sql`set local session_replication_role = replica`;
        const row = { ...makeRow(table, ownTenant, person), state: "waiting" };
        await insertInto(sql, table, row);
        await asRole(sql, "makegood_user", who);
        count =
          await sql`update makegood.approvals set state = 'approved' where tenant_id = ${ownTenant}`.then(
            (rows) => rows.count,
            () => 0,
          );
        throw rollBack;
      })
      .catch((error: unknown) => {
        if (error !== rollBack) throw error;
      });
    return count;
  };
  expect(await approve(claims.admin)).toBe(1);
  expect(await approve(claims.staff)).toBe(0);
  expect(await approve({ ...claims.admin, sub: stranger })).toBe(0);
  expect(await approve({ ...claims.admin, session_id: newId() })).toBe(0);
});

it("a person votes only as themselves, and only in a session that proved itself within the working day", async () => {
  const table = tables.find(({ name }) => name === "approval_votes");
  if (!table) throw new Error("there are no votes");
  const vote = async (who: Claims, memberId: string, tenantId = ownTenant): Promise<number> => {
    let count = 0;
    await admin
      .begin(async (sql) => {
        await sql`set local session_replication_role = replica`;
        await asRole(sql, "makegood_user", who);
        const row = { ...makeRow(table, tenantId, person), member_id: memberId };
        count = await insertInto(sql, table, row).then(
          (rows) => rows.count,
          (error: unknown) => {
            if ((error as { code?: string }).code === "42501") return 0;
            throw error;
          },
        );
        throw rollBack;
      })
      .catch((error: unknown) => {
        if (error !== rollBack) throw error;
      });
    return count;
  };
  expect(await vote(claims.admin, person)).toBe(1);
  expect(await vote(claims.admin, stranger)).toBe(0);
  expect(await vote(claims.admin, person, otherTenant)).toBe(0);
  expect(await vote(claims.staff, person)).toBe(0);
  expect(await vote({ ...claims.admin, session_id: newId() }, person)).toBe(0);
  expect(await vote({ ...claims.admin, sub: stranger }, stranger)).toBe(0);
  expect(await vote(claims.customer, person)).toBe(0);
});

it("nobody can make themselves a platform admin or lift their own ban", async () => {
  const table = tables.find(({ name }) => name === "profiles");
  const granted = table?.columns.filter(({ grants }) => grants).map(({ name }) => name);
  expect(granted).toEqual(["name", "locale"]);
});

it("tried a good number of cells", () => {
  process.stdout.write(`row-level security: ${cells} cells tried on ${tables.length} tables\n`);
  expect(cells).toBeGreaterThan(tables.length * verbs.length * 10);
});
