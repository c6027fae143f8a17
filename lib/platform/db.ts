import "server-only";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { type Actor, claimsOf, type SystemActor, type Visitor } from "./actor";
import { env } from "./env";
import { defineHop } from "./hops";
import { isConnectionFailure } from "./outage";
import { isReplicaCurrent, rememberWrite, watchReplica } from "./replica";

const connect = (url: string, max: number, applicationName: string) =>
  postgres(url, {
    max,
    prepare: false,
    fetch_types: false,
    connect_timeout: 5,
    idle_timeout: 60,
    onnotice: () => undefined,
    connection: { application_name: applicationName },
  });

const primary = connect(env.DATABASE_URL, 10, "makegood-app");
const worker = connect(env.DATABASE_WORKER_URL, 10, "makegood-worker");
const replica = env.DATABASE_REPLICA_URL ? connect(env.DATABASE_REPLICA_URL, 10, "makegood-app") : undefined;

const primaryPool = drizzle(primary, { casing: "snake_case" });
const workerPool = drizzle(worker, { casing: "snake_case" });
const replicaPool = replica && drizzle(replica, { casing: "snake_case" });

const writeHop = defineHop({ name: "database.write", kind: "database", budgetMs: 50, timeoutMs: 10_000 });
const readHop = defineHop({ name: "database.read", kind: "database", budgetMs: 25, timeoutMs: 5_000 });
const replicaHop = defineHop({ name: "database.replica", kind: "database", budgetMs: 25, timeoutMs: 2_000 });
const relayHop = defineHop({ name: "database.relay", kind: "database", budgetMs: 50, timeoutMs: 10_000 });

type Pool = typeof primaryPool;

/** Functions that take a `Transaction` never open or commit one themselves. */
export type Transaction = Parameters<Parameters<Pool["transaction"]>[0]>[0];

/** Runs `work` in one transaction as `actor`. Row-level security hides every other tenant's rows. */
export async function asActor<Result>(
  actor: Actor | Visitor,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const result = await writeHop(() =>
    primaryPool.transaction(async (tx) => {
      await tx.execute(sql`
        select set_config('role', 'makegood_user', true),
               set_config('request.jwt.claims', ${JSON.stringify(claimsOf(actor))}, true)`);
      return work(tx);
    }),
  );
  if (replica) await rememberWrite(actor, primary);
  return result;
}

/**
 * Reads as `actor`: the queries share one read-only transaction and travel together. Uses the replica once it has
 * replayed the actor's last write, the primary until then and whenever the replica does not answer.
 */
export async function readAs<Queries extends readonly unknown[]>(
  actor: Actor | Visitor,
  queries: (db: Transaction) => readonly [...Queries],
): Promise<{ -readonly [Index in keyof Queries]: Awaited<Queries[Index]> }> {
  if (replicaPool && isReplicaCurrent(actor)) {
    try {
      return await replicaHop(() => readFrom(replicaPool, actor, queries));
    } catch (error) {
      if (!isConnectionFailure(error)) throw error;
    }
  }
  return readHop(() => readFrom(primaryPool, actor, queries));
}

function readFrom<Queries extends readonly unknown[]>(
  pool: Pool,
  actor: Actor | Visitor,
  queries: (db: Transaction) => readonly [...Queries],
) {
  return pool.transaction(
    async (tx) => {
      await tx.execute(sql`
        select set_config('role', 'makegood_user', true),
               set_config('request.jwt.claims', ${JSON.stringify(claimsOf(actor))}, true)`);
      const results = await Promise.all(queries(tx));
      return results as { -readonly [Index in keyof Queries]: Awaited<Queries[Index]> };
    },
    { accessMode: "read only" },
  );
}

/** Runs `work` in one transaction of the worker, acting for one tenant. */
export function asTenant<Result>(
  tenantId: string,
  work: (tx: Transaction, actor: SystemActor) => Promise<Result>,
): Promise<Result> {
  const actor: SystemActor = { kind: "system", tenantId, name: "Makegood" };
  return relayHop(() =>
    workerPool.transaction(async (tx) => {
      await tx.execute(
        sql`select set_config('request.jwt.claims', ${JSON.stringify(claimsOf(actor))}, true)`,
      );
      return work(tx, actor);
    }),
  );
}

/** Runs `work` in one transaction over outbox, streams and effects of all tenants, and nothing else. */
export function asRelay<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return relayHop(() => workerPool.transaction(work));
}

/** Answers when the primary does. @throws when it does not within a second */
export const pingDatabase = async (): Promise<void> => {
  await pingHop(() => primary`select 1`);
};
const pingHop = defineHop({ name: "database.ping", kind: "database", budgetMs: 10, timeoutMs: 1_000 });

export const closeDatabase = async (): Promise<void> => {
  await Promise.all([primary.end({ timeout: 5 }), worker.end({ timeout: 5 }), replica?.end({ timeout: 5 })]);
};

if (replica) watchReplica(replica);
