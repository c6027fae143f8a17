import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import type { Transaction } from "@/lib/platform/db";
import { buildEnvironment, findReplaced } from "@/scripts/stack/environment";
import { fixedPorts } from "@/scripts/stack/ports";
import { findHome, keepSecrets } from "@/scripts/stack/state";

export type Tenant = Readonly<{ id: string; name: string }>;

/** Reads one moment of the database of the desk that runs here, of every tenant, and changes nothing. */
export async function readDatabase<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  const { DATABASE_OWNER_URL: url } = buildEnvironment({
    ports: fixedPorts(process.env),
    secrets: keepSecrets(findHome()),
    given: process.env,
    replaced: findReplaced(process.env),
  });
  if (!url) throw new Error("DATABASE_OWNER_URL is not set.");
  const connection = postgres(url, {
    ...{ max: 1, prepare: false, fetch_types: false, connect_timeout: 5, onnotice: () => undefined },
  });
  try {
    return await drizzle(connection, { casing: "snake_case" }).transaction(work, {
      isolationLevel: "repeatable read",
      accessMode: "read only",
    });
  } finally {
    await connection.end();
  }
}
