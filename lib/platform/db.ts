import "server-only";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { type Author, type CustomerActor, claimsOf, type SystemActor, type Visitor } from "./actor";
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
  actor: Author | Visitor,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const result = await writeHop(() =>
    primaryPool.transaction(async (tx) => {
      await become(tx, actor);
      return work(tx);
    }),
  );
  if (replica) await rememberWrite(actor, primary);
  return result;
}

/**
 * Runs `work` in one transaction as the product itself, because a customer asked for it: their own role writes nothing.
 * `work` checks first, inside this transaction, that what it changes is theirs.
 */
export async function forCustomer<Result>(
  customer: CustomerActor,
  work: (tx: Transaction, system: SystemActor) => Promise<Result>,
): Promise<Result> {
  const system: SystemActor = { kind: "system", tenantId: customer.tenantId, name: "Makegood" };
  const result = await asActor(system, (tx) => work(tx, system));
  // What they read next shows it.
  if (replica) await rememberWrite(customer, primary);
  return result;
}

// A customer acts under a role of their own, which may read a few columns of a few tables and write nothing.
const roleOf = (actor: Author | Visitor): string =>
  actor.kind === "customer" ? "makegood_customer" : "makegood_user";

async function become(tx: Transaction, actor: Author | Visitor): Promise<void> {
  await tx.execute(sql`
    select set_config('role', ${roleOf(actor)}, true),
           set_config('request.jwt.claims', ${JSON.stringify(claimsOf(actor))}, true)`);
}

/**
 * Reads as `actor`: the queries share one read-only transaction and travel together. Uses the replica once it has
 * replayed the actor's last write, the primary until then and whenever the replica does not answer.
 */
export async function readAs<Queries extends readonly unknown[]>(
  actor: Author | Visitor,
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
  actor: Author | Visitor,
  queries: (db: Transaction) => readonly [...Queries],
) {
  return pool.transaction(
    async (tx) => {
      await become(tx, actor);
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
