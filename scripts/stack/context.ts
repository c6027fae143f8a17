import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildEnvironment, findReplaced, type Replaced, scrubbedNames } from "./environment";
import { identify, isAlive } from "./liveness";
import type { Surroundings } from "./node-services";
import { fixedPorts, freePorts } from "./ports";
import { endLeftover, type Variables } from "./processes";
import { findHome, keepSecrets, makeTestFolder, type Secrets, testFolders } from "./state";

export type Options = Readonly<{
  /** `start`: fixed ports, kept data, real services where their address is set. `test`: free ports, own data, none. */
  mode: "start" | "test";
  /** Wraps each part of the work, to tell what it is and how long it takes. */
  report?: (what: string, work: () => Promise<unknown>) => Promise<void>;
  isDevelopment?: boolean;
  /** Real services that a test run uses on purpose, by the names of the settings. */
  outside?: Readonly<Record<string, string>>;
}>;

export type Context = Readonly<{
  folder: string;
  isTest: boolean;
  secrets: Secrets;
  replaced: Replaced;
  around: Surroundings;
  report: NonNullable<Options["report"]>;
}>;

const ownerFile = "owner.json";
const silently: Context["report"] = async (_what, work) => {
  await work();
};

/** Folder, ports, keys and settings of a stack, with what an earlier run left behind cleared away. */
export async function prepareContext(options: Options, stopOrder: readonly string[]): Promise<Context> {
  const isTest = options.mode === "test";
  const given = isTest ? { ...without(process.env, scrubbedNames), ...options.outside } : process.env;
  const replaced = findReplaced(given);
  const home = findHome();
  if (isTest) await removeAbandonedRuns(home, stopOrder);
  const folder = isTest ? makeTestFolder(home) : home;
  if (isTest) writeFileSync(join(folder, ownerFile), JSON.stringify(identify(process.pid)));
  await endLeftovers(folder, stopOrder);
  const secrets = keepSecrets(folder);
  const ports = isTest ? await freePorts() : fixedPorts(given);
  return {
    folder,
    isTest,
    secrets,
    replaced,
    report: options.report ?? silently,
    around: {
      folder,
      ports,
      environment: buildEnvironment({ ports, secrets, given, replaced }),
      inherited: given,
      // A build of the tests must not pull the ground from under a desk that runs.
      distFolder: isTest ? ".next-test" : ".next",
      isDevelopment: options.isDevelopment ?? false,
    },
  };
}

/** A run that was killed could not clean up after itself. */
async function removeAbandonedRuns(home: string, stopOrder: readonly string[]): Promise<void> {
  const parent = testFolders(home);
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    const folder = join(parent, name);
    const file = join(folder, ownerFile);
    if (!existsSync(file) || isAlive(JSON.parse(readFileSync(file, "utf8")))) continue;
    await endLeftovers(folder, stopOrder);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function endLeftovers(folder: string, stopOrder: readonly string[]): Promise<void> {
  for (const name of stopOrder) await endLeftover(folder, name, name === "postgres" ? "SIGINT" : "SIGTERM");
}

const without = (from: Variables, names: readonly string[]): Variables =>
  Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name)));
