import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { canEnter, findDatabaseAccount } from "./account";

/**
 * The folder for everything a run leaves behind: data, logs, keys. It is inside the clone, or under /var/lib where
 * PostgreSQL's own account could not enter the clone.
 */
export function findHome(): string {
  const given = process.env.MAKEGOOD_HOME;
  const home = given ? resolve(given) : defaultHome();
  makeFolder(home);
  return home;
}

function defaultHome(): string {
  const clone = process.cwd();
  const account = findDatabaseAccount();
  if (!account || canEnter(clone, account)) return join(clone, ".makegood");
  const instance = createHash("sha256").update(clone).digest("hex").slice(0, 12);
  return join("/var/lib/makegood", instance);
}

/** A folder that one test run has for itself. */
export function makeTestFolder(home: string): string {
  const parent = testFolders(home);
  makeFolder(parent);
  const folder = mkdtempSync(join(parent, "run-"));
  // PostgreSQL's own account passes through it.
  chmodSync(folder, 0o755);
  return folder;
}

export const testFolders = (home: string): string => join(home, "tests");

/** @throws one sentence when nothing can be written there */
export function makeFolder(folder: string, mode = 0o755): void {
  try {
    mkdirSync(folder, { recursive: true, mode });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${folder} cannot be written (${reason}): change its permissions, or choose another folder with MAKEGOOD_HOME.`,
    );
  }
}

const makeKey = (bytes = 24) => randomBytes(bytes).toString("base64url");

const secretMakers = {
  postgresPassword: makeKey,
  authPassword: makeKey,
  ownerPassword: makeKey,
  appPassword: makeKey,
  workerPassword: makeKey,
  appSecret: () => makeKey(36),
  jwtSecret: () => makeKey(36),
  publishableKey: () => `sb_publishable_${makeKey()}`,
  secretKey: () => `sb_secret_${makeKey()}`,
  pspKey: () => `sk_test_${makeKey()}`,
  pspWebhookSecret: () => `whsec_${makeKey()}`,
  mailWebhookSecret: () => `whsec_${randomBytes(24).toString("base64")}`,
  crmSecret: () => `whsec_${randomBytes(24).toString("base64")}`,
} as const;

export type Secrets = Readonly<Record<keyof typeof secretMakers, string>>;

/** Keys and passwords of this instance: made once, readable by the user alone, and completed when new ones appear. */
export function keepSecrets(home: string): Secrets {
  const file = join(home, "secrets.json");
  const kept: Partial<Secrets> = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const entries = Object.entries(secretMakers).map(([name, make]) => [
    name,
    kept[name as keyof Secrets] ?? make(),
  ]);
  const secrets: Secrets = Object.fromEntries(entries);
  if (JSON.stringify(kept) !== JSON.stringify(secrets)) writeWhole(file, secrets);
  return secrets;
}

/** Readers see the old file or the new one, never half of it. */
function writeWhole(file: string, content: object): void {
  makeFolder(dirname(file));
  writeFileSync(`${file}.new`, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
