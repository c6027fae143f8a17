import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { z } from "zod";
import { next } from "./node-services";
import { type Command, lastLines, type Task } from "./processes";
import { say, secondsSince } from "./progress";
import type { Stack } from "./stack";

const shownLines = 80;
const limitMs = 45 * 60_000;

type Count = Readonly<{ passed: number; failed: number }>;
type Step = Readonly<{
  name: string;
  command: Command;
  /** Reads what the step counted itself; without it the step is one check. */
  count?: () => Count;
  /** Somebody chose what to run, and this step need not have any of it. */
  mayBeEmpty?: boolean;
  /** What it left out, by name and with the reason. Nothing of it counts as passed. */
  skipped?: () => readonly string[];
}>;

/** Runs steps, says a line for each, and adds up what passed and what failed. */
export function createTally() {
  const total = { passed: 0, failed: 0 };
  const add = (name: string, count: Count, from: number) => {
    total.passed += count.passed;
    total.failed += count.failed;
    const outcome = count.failed === 0 ? "✓" : "✗";
    const counted = count.passed + count.failed > 1 ? ` ${count.passed} passed, ${count.failed} failed` : "";
    say(`${outcome} ${name}${counted} (${secondsSince(from)})`);
  };
  return {
    total,
    /** Work of ours between the steps; when it fails, that is one failure. @returns whether it went well */
    attempt: async (name: string, work: () => Promise<unknown>): Promise<boolean> => {
      const from = performance.now();
      const isGood = await succeeds(work);
      if (!isGood) add(name, { passed: 0, failed: 1 }, from);
      return isGood;
    },
    /** Like `attempt`, but counts as a check that passed when it goes well. */
    check: async (name: string, work: () => Promise<unknown>): Promise<boolean> => {
      const from = performance.now();
      const isGood = await succeeds(work);
      add(name, isGood ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }, from);
      return isGood;
    },
    run: async (stack: Stack, step: Step): Promise<boolean> => {
      const from = performance.now();
      const task = stack.spawn(step.command);
      const isGood = await endsWell(task);
      const count = judge(isGood, step);
      if (count.failed > 0) say(`\n${lastLines(task.logFile, shownLines)}\n`);
      add(step.name, count, from);
      for (const name of step.skipped?.() ?? []) say(`  - left out: ${name}`);
      return count.failed === 0;
    },
  };
}

async function succeeds(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    say(`\n${error instanceof Error ? error.message : String(error)}\n`);
    return false;
  }
}

export type Tally = ReturnType<typeof createTally>;

async function endsWell(task: Task): Promise<boolean> {
  const isOver = await Promise.race([task.done.then(() => true), delay(limitMs, false, { ref: false })]);
  if (!isOver) {
    say(`No end after ${limitMs / 60_000} minutes.`);
    await task.kill();
  }
  return (await task.done).code === 0;
}

function judge(isGood: boolean, { count: read, mayBeEmpty = false }: Step): Count {
  if (!read) return isGood ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const count = read();
  const isEmpty = count.passed + count.failed === 0 && !mayBeEmpty;
  // A crash after the last test, or nothing to run, is a failure that no test stands for.
  return count.failed === 0 && (!isGood || isEmpty) ? { ...count, failed: 1 } : count;
}

/** A program from node_modules under this Node. */
function tool(stack: Stack, name: string, file: string, ...args: readonly string[]): Command {
  const { inherited, environment, distFolder } = stack.around;
  return {
    name,
    program: process.execPath,
    args: [`node_modules/${file}`, ...args],
    env: {
      ...inherited,
      ...environment,
      NEXT_DIST_DIR: distFolder,
      CI: "1",
      NO_COLOR: "1",
      FORCE_COLOR: undefined,
    },
  };
}

/** Without a running stack: what the sources say of themselves. */
export async function runStaticChecks(tally: Tally, stack: Stack): Promise<void> {
  const check = (name: string, file: string, ...args: readonly string[]) =>
    tally.run(stack, { name, command: tool(stack, name, file, ...args) });
  const types = async () => {
    // Next declares its routes' types in files of its own.
    const generate = next("typegen", ["typegen"], stack.around);
    if (await tally.attempt("types", () => stack.run(generate))) {
      await check(
        "types",
        "typescript/bin/tsc",
        "--noEmit",
        "--incremental",
        "false",
        "--project",
        "tsconfig.test.json",
      );
    }
  };
  const others = async () => {
    await check("lint", "@biomejs/biome/bin/biome", "ci", "--colors=off", ".");
    await check("boundaries", "dependency-cruiser/bin/dependency-cruiser.mjs", ...checkedFolders());
    await check("unused", "knip/bin/knip.js", "--no-progress");
    await check("migrations", "squawk-cli/js/bin/squawk", ...migrationFiles());
  };
  await Promise.all([types(), others()]);
}

const checkedFolders = () =>
  ["app", "components", "lib", "worker", "scripts", "e2e", "middleware.ts"].filter((path) =>
    existsSync(path),
  );

const migrationFiles = () =>
  readdirSync("supabase/migrations")
    .filter((file) => file.endsWith(".sql"))
    .map((file) => join("supabase", "migrations", file));

/** What Supabase's own advisors say of the migrated database. */
export function runAdvisors(tally: Tally, stack: Stack): Promise<boolean> {
  const remote = `--remote=${stack.env.DATABASE_OWNER_URL}?sslmode=disable`;
  const limits = ["--level", "warn", "--fail-on", "warn"];
  const command = tool(stack, "advisors", "supabase/dist/supabase.js", "db", "advisors", remote, ...limits);
  const env = { ...command.env, SUPABASE_TELEMETRY_DISABLED: "1" };
  return tally.run(stack, { name: "advisors", command: { ...command, env } });
}

/** PostgreSQL's own check of our functions, where the extension for it is there. */
export async function runDatabaseLint(tally: Tally, stack: Stack): Promise<boolean> {
  const remote = `--remote=${stack.env.DATABASE_OWNER_URL}?sslmode=disable`;
  const sql = postgres(stack.env.DATABASE_OWNER_URL ?? "", { max: 1 });
  const found = await sql`select from pg_available_extensions where name = 'plpgsql_check'`;
  await sql.end();
  if (found.length === 0) {
    say("  - left out: db lint (this PostgreSQL has no plpgsql_check)");
    return true;
  }
  const command = tool(
    stack,
    "db-lint",
    "supabase/dist/supabase.js",
    "db",
    "lint",
    remote,
    "--fail-on",
    "error",
  );
  return tally.run(stack, { name: "db-lint", command });
}

/** @param only parts of the paths of the files to run; all without */
export function runVitest(
  tally: Tally,
  stack: Stack,
  project: "unit" | "integration",
  ...only: readonly string[]
): Promise<boolean> {
  const file = join(stack.folder, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const chosen = only.length > 0 ? ["--passWithNoTests", ...only] : [];
  const args = ["run", "--project", project, ...reporters, ...chosen];
  const command = tool(stack, project, "vitest/vitest.mjs", ...args);
  return tally.run(stack, {
    name: project,
    mayBeEmpty: only.length > 0,
    command: { ...command, env: { ...command.env, NODE_ENV: "test" } },
    count: () => {
      const report = readReport(file, vitestReport);
      return { passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0 };
    },
  });
}

export function runPlaywright(tally: Tally, stack: Stack, ...only: readonly string[]): Promise<boolean> {
  const file = join(stack.folder, "browser.json");
  const command = tool(stack, "browser", "playwright/cli.js", "test", "--reporter=list,json", ...only);
  return tally.run(stack, {
    name: "browser",
    command: { ...command, env: { ...command.env, PLAYWRIGHT_JSON_OUTPUT_NAME: file } },
    skipped: () => skippedIn(readReport(file, playwrightReport)?.suites ?? []),
    count: () => {
      const stats = readReport(file, playwrightReport)?.stats;
      return { passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0), failed: stats?.unexpected ?? 0 };
    },
  });
}

const vitestReport = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });
const suite = z.object({
  specs: z.array(
    z.object({
      title: z.string(),
      tests: z.array(
        z.object({
          status: z.string(),
          annotations: z.array(z.object({ type: z.string(), description: z.string().optional() })),
        }),
      ),
    }),
  ),
  get suites() {
    return z.array(suite).optional();
  },
});
type Suite = z.output<typeof suite>;

const skippedIn = (suites: readonly Suite[]): string[] =>
  suites.flatMap(({ specs, suites: inner = [] }) => [
    ...specs.flatMap(({ title, tests }) =>
      tests
        .filter(({ status }) => status === "skipped")
        .map(
          ({ annotations }) =>
            `${title} (${annotations.find(({ type }) => type === "skip")?.description ?? "no reason"})`,
        ),
    ),
    ...skippedIn(inner),
  ]);

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
  suites: z.array(suite),
});

function readReport<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> | undefined {
  return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, "utf8"))) : undefined;
}
