import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CustomerActor } from "@/lib/platform/actor";
import { readAs } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { createShop, type OpenCase, openCase, owner, type Shop } from "@/lib/testing/shop";

/** Every column that a customer may read, by table. Whatever is missing here is refused, and nothing is ever written. */
const readable: Readonly<Record<string, readonly string[]>> = {
  attachment_contents: ["content", "sha256", "tenant_id"],
  attachments: [
    ...[
      "case_id",
      "created_at",
      "id",
      "media_type",
      "message_id",
      "name",
      "sha256",
      "size_bytes",
      "tenant_id",
    ],
  ],
  cases: [
    ...["conversation", "created_at", "customer_id", "id", "locale", "merged_into_id"],
    ...["number", "order_id", "subject", "tenant_id"],
  ],
  charges: ["captured_minor", "created_at", "currency", "id", "method_label", "order_id", "tenant_id"],
  customers: ["city", "country", "created_at", "email", "id", "name", "tenant_id"],
  decisions: [
    ...["amount_minor", "appeal_of_id", "case_id", "created_at", "currency", "decided_at", "denial", "id"],
    ...["outcome", "state", "tenant_id"],
  ],
  messages: ["body", "case_id", "created_at", "id", "kind", "tenant_id"],
  order_lines: ["id", "name", "options", "order_id", "quantity", "sequence", "tenant_id", "unit_price_minor"],
  orders: [
    ...["country", "currency", "customer_id", "delivered_at", "external_id", "id", "placed_at"],
    ...["shipping_minor", "status", "tenant_id", "total_minor"],
  ],
  payment_methods: ["customer_id", "id", "kind", "label", "tenant_id"],
  refunds: [
    ...[
      "amount_minor",
      "case_id",
      "charge_id",
      "created_at",
      "currency",
      "decision_id",
      "destination_id",
      "id",
    ],
    ...[
      "manual_reference",
      "method",
      "provider_refund_id",
      "replaces_id",
      "settled_at",
      "state",
      "submitted_at",
      "tenant_id",
    ],
  ],
};

type Column = Readonly<{ table: string; column: string }>;
let columns: readonly Column[];

type Buyer = Readonly<{ actor: CustomerActor; opened: OpenCase }>;
let shop: Shop;
let own: Buyer;
let neighbour: Buyer;
let foreign: Buyer;

beforeAll(async () => {
  columns = await owner<Column[]>`
    select c.relname as table, a.attname as column
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'makegood'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
    order by c.relname, a.attname`;
  shop = await createShop();
  own = await createBuyer(shop);
  neighbour = await createBuyer(shop);
  foreign = await createBuyer(await createShop());
});
afterAll(() => owner.end());

/** A customer with one row in every table that customers read, and beside each the rows they must not see. */
async function createBuyer(where: Shop): Promise<Buyer> {
  const { tenantId } = where;
  const opened = await openCase(where, [1_000]);
  const [row] = await owner<{ customer_id: string }[]>`
    select customer_id from makegood.cases where tenant_id = ${tenantId} and id = ${opened.caseId}`;
  const customerId = row?.customer_id ?? "";
  const sha = (name: string) => `${name}-${opened.caseId}`;
  await owner`insert into makegood.payment_methods (id, tenant_id, customer_id, external_id, kind, label)
    values (${newId()}, ${tenantId}, ${customerId}, ${newId()}, 'card', 'Visa')`;
  for (const kind of ["customer", "reply", "note", "event"]) {
    const messageId = newId();
    await owner`insert into makegood.messages (id, tenant_id, case_id, kind, author_name, body)
      values (${messageId}, ${tenantId}, ${opened.caseId}, ${kind}, 'Somebody', ${kind})`;
    await owner`insert into makegood.attachment_contents (tenant_id, sha256, content)
      values (${tenantId}, ${sha(kind)}, ${Buffer.from(kind)})`;
    await owner`insert into makegood.attachments
      (id, tenant_id, case_id, message_id, name, media_type, size_bytes, sha256, added_by_name)
      values (${newId()}, ${tenantId}, ${opened.caseId}, ${messageId}, ${kind}, 'text/plain', 1, ${sha(kind)}, 'Somebody')`;
  }
  for (const [name, isStaffOnly] of [
    ["draft", false],
    ["staff", true],
  ] as const) {
    const [sent] = await owner<{ id: string }[]>`
      select id from makegood.messages where tenant_id = ${tenantId} and case_id = ${opened.caseId} and kind = 'reply'`;
    await owner`insert into makegood.attachment_contents (tenant_id, sha256, content)
      values (${tenantId}, ${sha(name)}, ${Buffer.from(name)})`;
    await owner`insert into makegood.attachments
      (id, tenant_id, case_id, message_id, name, media_type, size_bytes, sha256, added_by_name, is_staff_only)
      values (${newId()}, ${tenantId}, ${opened.caseId}, ${isStaffOnly ? (sent?.id ?? null) : null}, ${name}, 'text/plain',
        1, ${sha(name)}, 'Somebody', ${isStaffOnly})`;
  }
  for (const [state, outcome] of decisions) await addDecision(where, opened, state, outcome);
  return {
    opened,
    actor: { kind: "customer", tenantId, customerId, customerIds: [customerId], name: "Customer" },
  };
}

const decisions = [
  ["approved", "approve"],
  ["denied", "deny"],
  ["withdrawn", "approve"],
  ["awaiting_approval", "approve"],
] as const;

async function addDecision({ tenantId }: Shop, opened: OpenCase, state: string, outcome: string) {
  const id = newId();
  await owner`insert into makegood.decisions (id, tenant_id, case_id, state, outcome, amount_minor, currency, legs, lines,
      reason_code, rationale, proposed_by_kind, proposed_by_name, approval_hash)
    values (${id}, ${tenantId}, ${opened.caseId}, ${state}, ${outcome}, 100, 'USD', '[]', '[]', 'other', 'x', 'member', 'x', 'x')`;
  for (const refundState of ["succeeded", "reserved", "canceled"]) {
    await owner`insert into makegood.refunds (id, tenant_id, case_id, decision_id, charge_id, state, amount_minor, currency)
      values (${newId()}, ${tenantId}, ${opened.caseId}, ${id}, ${opened.chargeId}, ${refundState}, 100, 'USD')`;
  }
}

/** Rows of `table` that `actor` sees, by the columns that may be read. */
async function seen(actor: CustomerActor, table: string): Promise<Record<string, unknown>[]> {
  const list = sql.join(
    (readable[table] ?? []).map((column) => sql.identifier(column)),
    sql`, `,
  );
  const [rows] = await readAs(actor, (db) => [
    db.execute<Record<string, unknown>>(sql`select ${list} from makegood.${sql.identifier(table)}`),
  ]);
  return [...rows];
}

describe("columns", () => {
  it("are readable for a customer exactly as listed, table by table, and none is writable", async () => {
    const granted = await owner<(Column & { verb: string })[]>`
      select c.relname as table, a.attname as column, v.verb
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      cross join (values ('select'), ('insert'), ('update'), ('references')) as v (verb)
      where c.relnamespace in ('makegood'::regnamespace, 'private'::regnamespace, 'auth'::regnamespace)
        and c.relkind in ('r', 'p', 'v', 'm', 'f')
        and has_column_privilege('makegood_customer', c.oid, a.attnum, v.verb)
      order by c.relname, a.attname`;
    const expected = Object.entries(readable).flatMap(([table, names]) =>
      names.map((column) => ({ table, column, verb: "select" })),
    );
    expect([...granted]).toEqual(expected);
    const [other] = await owner<{ count: number }[]>`
      select count(*)::int from pg_class c
      where c.relnamespace in ('makegood'::regnamespace, 'private'::regnamespace, 'auth'::regnamespace)
        and c.relkind in ('r', 'p', 'v', 'm', 'f') and has_table_privilege('makegood_customer', c.oid, 'delete, truncate, trigger')`;
    expect(other?.count).toBe(0);
  });

  it("that are not listed are refused when they are asked for, whatever the row", async () => {
    let refused = 0;
    for (const { table, column } of columns) {
      if (readable[table]?.includes(column)) continue;
      const asked = readAs(own.actor, (db) => [
        db.execute(sql`select ${sql.identifier(column)} from makegood.${sql.identifier(table)} limit 1`),
      ]);
      await expect(asked, `${table}.${column}`).rejects.toMatchObject({ cause: { code: "42501" } });
      refused += 1;
    }
    process.stdout.write(`customers: ${refused} of ${columns.length} columns refused\n`);
    expect(refused).toBeGreaterThan(200);
  });

  it("belong to a role that is nobody's member, and whose only functions say who asks", async () => {
    const memberOf = await owner`select from pg_auth_members m join pg_roles r on r.oid = m.member
      where r.rolname = 'makegood_customer'`;
    expect(memberOf).toHaveLength(0);
    const callable = await owner<{ name: string }[]>`
      select p.proname as name from pg_proc p
      where p.pronamespace in ('makegood'::regnamespace, 'private'::regnamespace)
        and has_function_privilege('makegood_customer', p.oid, 'execute') order by 1`;
    expect(callable.map(({ name }) => name)).toEqual([
      "claims",
      "customer_tenant_id",
      "guest_order_id",
      "own_customer_ids",
    ]);
  });
});

describe("rows", () => {
  const ownRows: Readonly<Record<string, number>> = {
    attachment_contents: 2,
    attachments: 2,
    cases: 1,
    charges: 1,
    customers: 1,
    decisions: 2,
    messages: 2,
    order_lines: 1,
    orders: 1,
    payment_methods: 1,
    refunds: 3,
  };

  it("are a customer's own, and of those what they were told: no note, no draft, nothing still undecided", async () => {
    for (const [table, count] of Object.entries(ownRows)) {
      for (const buyer of [own, neighbour, foreign]) {
        const rows = await seen(buyer.actor, table);
        expect(rows.length, table).toBe(count);
        for (const { tenant_id } of rows) expect(tenant_id, table).toBe(buyer.actor.tenantId);
      }
    }
    const kinds = (await seen(own.actor, "messages")).map(({ kind }) => kind).toSorted();
    expect(kinds).toEqual(["customer", "reply"]);
    const files = (await seen(own.actor, "attachments")).map(({ name }) => name).toSorted();
    expect(files).toEqual(["customer", "reply"]);
    const states = (await seen(own.actor, "decisions")).map(({ state }) => state).toSorted();
    expect(states).toEqual(["approved", "denied"]);
    // Of the approved one also what the provider canceled; of the denied one what was paid before.
    const paid = (await seen(own.actor, "refunds")).map(({ state }) => state).toSorted();
    expect(paid).toEqual(["canceled", "succeeded", "succeeded"]);
  });

  it("of a guest are those of one order, and none when it is somebody else's", async () => {
    const guest = { ...own.actor, orderId: own.opened.orderId };
    const elsewhere = { ...own.actor, orderId: neighbour.opened.orderId };
    for (const [table, count] of Object.entries(ownRows)) {
      expect((await seen(guest, table)).length, table).toBe(count);
      const isTheirOwnAnyway = table === "customers" || table === "payment_methods";
      expect((await seen(elsewhere, table)).length, table).toBe(isTheirOwnAnyway ? count : 0);
    }
  });

  it("are none for a customer of another shop, for nobody, and for claims that name no customer", async () => {
    const strangers: readonly CustomerActor[] = [
      { ...own.actor, tenantId: foreign.actor.tenantId },
      { ...own.actor, customerIds: [] },
      { ...own.actor, customerIds: [newId()] },
    ];
    for (const stranger of strangers) {
      for (const table of Object.keys(readable)) {
        expect((await seen(stranger, table)).length, table).toBe(0);
      }
    }
  });
});
