import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import postgres, { type Sql } from "postgres";

const migrationsFolder = join("supabase", "migrations");
const database = "makegood";

type Login = Readonly<{ role: string; password: string }>;

/** Brings a fresh database of ours to the point where the auth server can start. Repeatable. */
export async function prepareDatabase(adminUrl: string, logins: readonly Login[]): Promise<void> {
  await withConnection(adminUrl, async (sql) => {
    const found = await sql`select from pg_catalog.pg_database where datname = ${database}`;
    if (found.length === 0) await sql.unsafe(`create database ${database}`);
  });
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  await withConnection(url.href, async (sql) => {
    await sql.unsafe(readFileSync(join("scripts", "stack", "bootstrap.sql"), "utf8"));
    await sql.unsafe(readFileSync(join("scripts", "stack", "auth-schema.sql"), "utf8"));
    await setPasswords(sql, logins);
  });
}

/** The same for a database that an auth server of somebody else's has already made its tables in. Repeatable. */
export async function prepareOutsideDatabase(adminUrl: string, logins: readonly Login[]): Promise<void> {
  await withConnection(adminUrl, async (sql) => {
    await sql.unsafe(readFileSync(join("scripts", "stack", "bootstrap.sql"), "utf8"));
    await sql.unsafe(readFileSync(join("scripts", "stack", "auth-grants.sql"), "utf8"));
    await setPasswords(sql, logins);
  });
}

async function setPasswords(sql: Sql, logins: readonly Login[]): Promise<void> {
  for (const { role, password } of logins) {
    await sql.unsafe(`alter role ${role} with password '${password.replaceAll("'", "''")}'`);
  }
}

/**
 * Applies the migrations that are still missing, each in a transaction of its own, and remembers them where the
 * Supabase CLI does, so that `supabase db push` goes on from there.
 * @returns how many were applied
 */
export function migrate(ownerUrl: string): Promise<number> {
  return withConnection(ownerUrl, async (sql) => {
    await createHistory(sql);
    const rows = await sql<{ version: string }[]>`select version from supabase_migrations.schema_migrations`;
    const applied = new Set(rows.map((row) => row.version));
    const missing = listMigrations().filter((migration) => !applied.has(migration.version));
    for (const migration of missing) await apply(sql, migration);
    return missing.length;
  });
}

type Migration = Readonly<{ version: string; name: string; file: string }>;

function listMigrations(): readonly Migration[] {
  return readdirSync(migrationsFolder)
    .toSorted()
    .flatMap((file) => {
      const [, version, name] = /^(\d+)_(.+)\.sql$/.exec(file) ?? [];
      return version && name ? [{ version, name, file }] : [];
    });
}

async function createHistory(sql: Sql): Promise<void> {
  const found =
    await sql`select from pg_catalog.pg_tables where schemaname = 'supabase_migrations' and tablename = 'schema_migrations'`;
  if (found.length > 0) return;
  await sql.unsafe(`
    create schema if not exists supabase_migrations;
    create table if not exists supabase_migrations.schema_migrations
      (version text primary key, statements text[], name text)`);
}

async function apply(sql: Sql, { version, name, file }: Migration): Promise<void> {
  const text = readFileSync(join(migrationsFolder, file), "utf8");
  try {
    await sql.begin(async (tx) => {
      await tx.unsafe(text);
      await tx`
        insert into supabase_migrations.schema_migrations (version, name, statements)
        values (${version}, ${name}, ${[text]})`;
    });
  } catch (error) {
    throw new Error(`The migration ${file} failed: ${describe(error)}`, { cause: error });
  }
}

/** Says the line as well, which PostgreSQL counts in characters. */
function describe(error: unknown): string {
  if (!(error instanceof postgres.PostgresError)) return String(error);
  const where = error.position ? ` (character ${error.position})` : "";
  return `${error.message}${where}${error.where ? `, ${error.where}` : ""}`;
}

async function withConnection<Result>(url: string, work: (sql: Sql) => Promise<Result>): Promise<Result> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined });
  try {
    await sql`select 1`.catch((error: Error) => {
      const { host } = new URL(url);
      throw new Error(
        `The database at ${host} cannot be used (${error.message}): check its address, login and network.`,
      );
    });
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
