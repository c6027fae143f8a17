import postgres from "postgres";
import { newId } from "@/lib/platform/ids";
import { setting } from "./setting";

type Column = Readonly<{ table: string; name: string; type: string; isKey: boolean }>;

/** Columns that pages branch on or join by: a marker there would only break the page. Everything else gets one. */
const structural = new Set([
  ...["attachment_contents.sha256", "attachments.media_type", "attachments.sha256", "cases.conversation"],
  ...["charges.currency", "customers.email", "decisions.currency", "decisions.denial", "decisions.outcome"],
  ...["decisions.state", "messages.kind", "orders.currency", "orders.status", "refunds.currency"],
  ...["refunds.method", "refunds.state"],
]);

/** The relay's own: positions and names of events, which the running worker reads. Nobody writes words there. */
const kernel = new Set([
  ...["consumer_cursors", "event_subjects", "inbox", "outbox", "relay_batches", "tenant_streams"],
]);

const textual = new Set(["text", "text[]", "jsonb"]);
const markerOf = ({ table, name }: Column): string => `marker:${table}.${name}:`;

/**
 * Writes into every column of words, of every table, in every row of the tenant, a marker that names table and column;
 * where a tenant has no row, one is made. Constraints and triggers look away: what counts is where a marker shows up.
 * @returns the markers, by `table.column`
 */
export async function markEverything(tenantId: string): Promise<ReadonlyMap<string, string>> {
  const address = new URL(setting("DATABASE_ADMIN_URL"));
  address.pathname = new URL(setting("DATABASE_OWNER_URL")).pathname;
  const admin = postgres(address.href, { max: 1, onnotice: () => undefined });
  try {
    const columns = (await readColumns(admin)).filter(({ table }) => !kernel.has(table));
    const markers = new Map<string, string>();
    await admin.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      for (const table of new Set(columns.map((column) => column.table))) {
        const own = columns.filter((column) => column.table === table);
        await fillIfEmpty(sql, tenantId, own);
        for (const column of own) {
          const name = `${table}.${column.name}`;
          if (!textual.has(column.type) || column.isKey || structural.has(name)) continue;
          await mark(sql, tenantId, column);
          markers.set(name, markerOf(column));
        }
      }
    });
    return markers;
  } finally {
    await admin.end();
  }
}

type Sql = postgres.TransactionSql;

const readColumns = (sql: postgres.Sql) => sql<Column[]>`
  select c.relname as table, a.attname as name, format_type(a.atttypid, null) as type,
    exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any (i.indkey)) as "isKey"
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = 'makegood'::regnamespace and c.relkind = 'r' and not c.relispartition and a.attgenerated = ''
    and exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id')
  order by 1, a.attnum`;

// Unique in each row, because names and numbers of a tenant have to be.
async function mark(sql: Sql, tenantId: string, column: Column): Promise<void> {
  const marker = sql`${markerOf(column)} || md5(ctid::text)`;
  const value =
    column.type === "jsonb"
      ? sql`jsonb_build_object('leak', ${marker})`
      : column.type === "text[]"
        ? sql`array[${marker}]`
        : marker;
  await sql`update ${sql(`makegood.${column.table}`)} set ${sql(column.name)} = ${value} where tenant_id = ${tenantId}`;
}

const values: Readonly<Record<string, () => unknown>> = {
  uuid: newId,
  text: newId,
  "text[]": () => [],
  bytea: () => Buffer.from("x"),
  boolean: () => false,
  integer: () => 1,
  smallint: () => 1,
  bigint: () => 1,
  jsonb: () => "[]",
  tsvector: () => "",
  date: () => new Date(),
  numeric: () => 1,
  "double precision": () => 1,
  "timestamp with time zone": () => new Date(),
};

async function fillIfEmpty(sql: Sql, tenantId: string, columns: readonly Column[]): Promise<void> {
  const [first] = columns;
  if (!first) return;
  const name = sql(`makegood.${first.table}`);
  if ((await sql`select from ${name} where tenant_id = ${tenantId} limit 1`).length > 0) return;
  const row = columns.map((column) => {
    const make = values[column.type];
    if (!make)
      throw new Error(`${column.table}.${column.name} has the type ${column.type}: say how to make one`);
    return [column.name, column.name === "tenant_id" ? tenantId : make()];
  });
  await sql`insert into ${name} ${sql(Object.fromEntries(row))}`;
}
