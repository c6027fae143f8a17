import { rmSync } from "node:fs";
import { type Context, type Options, prepareContext } from "./context";
import { type Environment, isReplaced } from "./environment";
import { migrate, prepareDatabase } from "./migrate";
import { describeService, type NodeServiceName, type Surroundings, typeScript } from "./node-services";
import { type PortName, requireFreePorts } from "./ports";
import { createPostgres } from "./postgres";
import { type Command, createService, requireSuccess, type Service, startTask, type Task } from "./processes";
import { createRedis, type RedisService } from "./redis";
import type { Secrets } from "./state";

export type ServiceName = "postgres" | "redis" | NodeServiceName;
export type Part = ServiceName | "migrations" | "seed";

/** Everything that the desk needs around it, without the demo data and the desk itself. */
export const surroundingParts: readonly Part[] = [
  ...(["postgres", "redis", "mail", "auth"] as const),
  ...(["migrations", "psp", "crm", "github"] as const),
];

type Services = Readonly<Partial<Record<NodeServiceName | "postgres", Service>> & { redis?: RedisService }>;

export type Stack = Readonly<{
  folder: string;
  env: Environment;
  around: Surroundings;
  /** Those that were started so far. */
  services: Services;
  /** Brings up `parts`; resolves when each of them answers. */
  start: (parts: readonly Part[]) => Promise<void>;
  /** Runs a command that ends by itself and is stopped with the stack. @throws when it fails */
  run: (command: Command) => Promise<void>;
  /** Like `run`, but leaves it to the caller what its end means. */
  spawn: (command: Command) => Task;
  /** Stops what runs, in order: web, worker, auth, simulators, Redis, PostgreSQL. Repeatable. */
  stop: () => Promise<void>;
}>;

export const stopOrder: readonly (readonly ServiceName[])[] = [
  ["web"],
  ["worker"],
  ["auth"],
  ["psp", "crm", "github", "mail"],
  ["redis"],
  ["postgres"],
];

const portsOf: Readonly<Record<ServiceName, readonly PortName[]>> = {
  postgres: ["postgres"],
  redis: ["redis"],
  auth: ["auth"],
  mail: ["smtp", "mail"],
  psp: ["psp"],
  crm: ["crm"],
  github: ["github"],
  worker: ["workerMetrics", "mailIn"],
  web: ["web"],
};

const titles: Readonly<Record<Part, string>> = {
  postgres: "PostgreSQL",
  redis: "Redis",
  auth: "Supabase Auth",
  mail: "Mail catcher",
  psp: "Payment simulator",
  crm: "CRM sink",
  github: "GitHub stand-in",
  migrations: "Migrations",
  seed: "Demo data",
  worker: "Worker",
  web: "Web",
};

/** A stack of which nothing runs yet. */
export async function createStack(options: Options): Promise<Stack> {
  const context = await prepareContext(options, stopOrder.flat());
  const running: Running = { services: {}, tasks: new Set(), starting: new Set(), isStopping: false };
  const spawn = (command: Command) => {
    const task = startTask(command, context.folder);
    running.tasks.add(task);
    void task.done.then(() => running.tasks.delete(task));
    return task;
  };
  const run = (command: Command) => requireSuccess(command.name, spawn(command));
  return {
    folder: context.folder,
    env: context.around.environment,
    around: context.around,
    services: running.services,
    start: (parts) => startParts(context, running, parts, run),
    run,
    spawn,
    stop: () => stopAll(context, running),
  };
}

type Running = {
  readonly services: { -readonly [Name in keyof Services]: Services[Name] };
  readonly tasks: Set<Task>;
  /** What is being started right now; a stop waits for its end. */
  readonly starting: Set<Promise<void>>;
  isStopping: boolean;
};

async function startParts(
  context: Context,
  running: Running,
  parts: readonly Part[],
  run: Stack["run"],
): Promise<void> {
  const { around, replaced, report } = context;
  const wanted = new Set(parts.filter((part) => !isReplaced(part, replaced)));
  const stopped = stopOrder.flat().filter((name) => wanted.has(name) && !running.services[name]?.isRunning());
  await requireFreePorts(
    around.ports,
    stopped.flatMap((name) => portsOf[name]),
  );
  const step = async (part: Part, work: () => Promise<unknown>) => {
    if (wanted.has(part)) await report(titles[part], work);
  };
  const up = (name: ServiceName) => tracked(running, startService(context, running, name));
  const service = (name: ServiceName) => step(name, () => up(name));
  const database = async () => {
    await step("postgres", async () => {
      await up("postgres");
      await prepareDatabase(around.environment.DATABASE_ADMIN_URL ?? "", logins(context.secrets));
    });
    await service("auth");
    await step("migrations", () => migrate(around.environment.DATABASE_OWNER_URL ?? ""));
  };
  await Promise.all([
    database(),
    service("redis"),
    service("mail"),
    service("psp"),
    service("crm"),
    service("github"),
  ]);
  await step("seed", () => run(seedCommand(around)));
  await Promise.all([service("worker"), service("web")]);
}

function tracked(running: Running, work: Promise<void>): Promise<void> {
  running.starting.add(work);
  return work.finally(() => running.starting.delete(work));
}

async function startService(context: Context, running: Running, name: ServiceName): Promise<void> {
  const { services } = running;
  const { around, folder, secrets } = context;
  if (name === "postgres") {
    services.postgres ??= await createPostgres({
      folder,
      port: around.ports.postgres,
      password: secrets.postgresPassword,
    });
  } else if (name === "redis") {
    services.redis ??= createRedis({ folder, port: around.ports.redis });
  } else {
    services[name] ??= createService(describeService(name, around), folder);
  }
  if (running.isStopping) throw new Error("It was stopped while it started.");
  await services[name]?.start();
}

const seedCommand = (around: Surroundings): Command =>
  typeScript("seed", "scripts/seed/main.ts", around, around.environment, ["--conditions=react-server"]);

const logins = (secrets: Secrets) => [
  { role: "supabase_auth_admin", password: secrets.authPassword },
  { role: "makegood_owner", password: secrets.ownerPassword },
  { role: "makegood_app", password: secrets.appPassword },
  { role: "makegood_worker", password: secrets.workerPassword },
];

async function stopAll({ folder, isTest }: Context, running: Running): Promise<void> {
  running.isStopping = true;
  const { services, tasks, starting } = running;
  const stopServices = async () => {
    for (const names of stopOrder) await Promise.all(names.map((name) => services[name]?.stop()));
  };
  await Promise.all([...tasks].map((task) => task.kill()));
  await stopServices();
  // A part that was about to start while the others stopped is up by now, or failed.
  await Promise.allSettled(starting);
  await stopServices();
  if (isTest) rmSync(folder, { recursive: true, force: true });
}
