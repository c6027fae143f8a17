import { execFileSync } from "node:child_process";
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "@/lib/testing/processes";
import { until } from "@/lib/testing/until";
import { findDatabaseAccount, giveTo } from "@/scripts/stack/account";
import { prepareDatabase } from "@/scripts/stack/migrate";
import { adminUrl, createPostgres } from "@/scripts/stack/postgres";
import type { Service } from "@/scripts/stack/processes";
import type { MemberActor } from "./actor";
import { newId } from "./ids";

// A primary and a hot standby of the test's own; what is tested connects when it is imported, so that comes last.
const password = "for-this-test-alone";
const folder = mkdtempSync(join(tmpdir(), "makegood-replica-"));
let primary: Service;
let standby: Service;
let standbyAdmin: postgres.Sql;
let db: typeof import("./db");

const person = (): MemberActor => ({
  ...{
    kind: "member",
    tenantId: newId(),
    userId: newId(),
    role: "agent",
    name: "Ana Ruiz",
    sessionId: newId(),
  },
});
const [ana, ben] = [person(), person()];

beforeAll(async () => {
  chmodSync(folder, 0o755);
  const [port, standbyPort] = [await freePort(), await freePort()];
  const [first, second] = [join(folder, "primary"), join(folder, "standby")];
  mkdirSync(first);
  mkdirSync(second);
  primary = await createPostgres({ folder: first, port, password });
  await primary.start();
  await prepareDatabase(adminUrl(port, password), [{ role: "makegood_app", password }]);
  const admin = postgres(adminUrl(port, password, "makegood"), { max: 1, onnotice: () => undefined });
  await admin`create table makegood.probe (writer uuid)`;
  await admin`grant select, insert on makegood.probe to makegood_user`;
  await admin.end();
  await primary.stop();

  const copy = join(second, "postgres");
  execFileSync("cp", ["-a", join(first, "postgres"), copy]);
  const signal = join(copy, "standby.signal");
  writeFileSync(signal, "");
  giveTo(findDatabaseAccount(), signal);
  const from = `host=127.0.0.1 port=${port} user=postgres password=${password}`;
  appendFileSync(join(copy, "postgresql.auto.conf"), `primary_conninfo = '${from}'\n`);
  standby = await createPostgres({ folder: second, port: standbyPort, password });
  await primary.start();
  await standby.start();
  standbyAdmin = postgres(adminUrl(standbyPort, password), { max: 1, onnotice: () => undefined });

  const loginUrl = (at: number) => `postgres://makegood_app:${password}@127.0.0.1:${at}/makegood`;
  process.env.DATABASE_URL = loginUrl(port);
  process.env.DATABASE_REPLICA_URL = loginUrl(standbyPort);
  db = await import("./db");
});
afterAll(async () => {
  await standbyAdmin?.end({ timeout: 1 });
  await db?.closeDatabase();
  await standby?.stop();
  await primary?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function look(actor: MemberActor) {
  const [[row]] = await db.readAs(actor, (tx) => [
    tx.execute<{ on_replica: boolean; rows: number }>(sql`
      select pg_is_in_recovery() as on_replica,
        (select count(*)::int from makegood.probe where writer = ${actor.userId}) as rows`),
  ]);
  return { onReplica: row?.on_replica, rows: row?.rows };
}

const write = (actor: MemberActor) =>
  db.asActor(actor, (tx) => tx.execute(sql`insert into makegood.probe values (${actor.userId})`));

it("reads go to the replica; who has just written reads their own write from the primary until it is replayed", async () => {
  await until("the replica is trusted", async () => (await look(ana)).onReplica);
  await standbyAdmin`select pg_wal_replay_pause()`;
  await write(ana);
  expect(await look(ana)).toEqual({ onReplica: false, rows: 1 });
  expect(await look(ben)).toEqual({ onReplica: true, rows: 0 });

  await standbyAdmin`select pg_wal_replay_resume()`;
  await until("the write is replayed", async () => (await look(ana)).onReplica);
  expect(await look(ana)).toEqual({ onReplica: true, rows: 1 });
});

it("reads are answered by the primary while the replica is away", async () => {
  await until("the replica is trusted", async () => (await look(ben)).onReplica);
  await standby.stop();
  expect(await look(ben)).toEqual({ onReplica: false, rows: 0 });
});
