import { spawnSync } from "node:child_process";
import { chownSync } from "node:fs";

export type Account = Readonly<{ uid: number; gid: number }>;

const name = "postgres";

/**
 * The account PostgreSQL runs under. It refuses to run as root, so root gets it a system account of its own;
 * everybody else runs it as themselves.
 */
export function findDatabaseAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const found = lookUp();
  if (found) return found;
  spawnSync("useradd", [
    "--system",
    "--user-group",
    "--no-create-home",
    "--shell",
    "/usr/sbin/nologin",
    name,
  ]);
  const created = lookUp();
  if (created) return created;
  throw new Error(
    `PostgreSQL does not run as root and the account "${name}" could not be made: create it, or run as another user.`,
  );
}

function lookUp(): Account | undefined {
  const [uid, gid] = ["-u", "-g"].map((flag) => {
    const answer = spawnSync("id", [flag, name], { encoding: "utf8" });
    return answer.status === 0 ? Number(answer.stdout) : Number.NaN;
  });
  if (uid === undefined || gid === undefined || Number.isNaN(uid) || Number.isNaN(gid)) return undefined;
  return { uid, gid };
}

/** Whether the account can enter the folder: a home of root is usually closed to everybody else. */
export function canEnter(folder: string, account: Account): boolean {
  return spawnSync("/usr/bin/test", ["-x", folder], { ...account, cwd: "/" }).status === 0;
}

export function giveTo(account: Account | undefined, path: string): void {
  if (account) chownSync(path, account.uid, account.gid);
}
