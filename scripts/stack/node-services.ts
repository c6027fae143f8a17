import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { deskEnvironment, type Environment } from "./environment";
import type { Ports } from "./ports";
import type { Command, ServiceDefinition, Variables } from "./processes";
import { makeFolder } from "./state";

export type NodeServiceName = "auth" | "mail" | "psp" | "crm" | "github" | "worker" | "web";

export type Surroundings = Readonly<{
  folder: string;
  ports: Ports;
  environment: Environment;
  /** What this process was started with, less what a part must not inherit. */
  inherited: Variables;
  distFolder: string;
  isDevelopment: boolean;
}>;

/** The parts that are Node programs, each as the process it runs in. */
export function describeService(name: NodeServiceName, around: Surroundings): ServiceDefinition {
  const { environment, folder, ports } = around;
  const known = {
    auth: () => ({
      ...typeScript("auth", "scripts/stack/auth-server.ts", around, environment),
      isReady: () =>
        isHealthy(`${environment.SUPABASE_URL}/auth/v1/health`, environment.SUPABASE_PUBLISHABLE_KEY),
    }),
    mail: () => ({
      ...mailCatcher(around),
      isReady: () => isHealthy(`http://127.0.0.1:${ports.mail}/api/healthz`),
    }),
    psp: () => ({
      ...typeScript("psp", "scripts/psp/main.ts", around, {
        PSP_PORT: String(ports.psp),
        PSP_DATA_DIR: dataFolder(folder, "psp"),
        PSP_WEBHOOK_URL: `http://127.0.0.1:${ports.web}/api/webhooks/stripe`,
        ...pick(environment, ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"]),
      }),
      isReady: () => isHealthy(`http://127.0.0.1:${ports.psp}/health`),
    }),
    crm: () => ({
      ...typeScript("crm", "scripts/crm-sink/main.ts", around, {
        CRM_PORT: String(ports.crm),
        CRM_DATA_DIR: dataFolder(folder, "crm"),
        ...pick(environment, ["CRM_SECRET"]),
      }),
      isReady: () => isHealthy(`http://127.0.0.1:${ports.crm}/health`),
    }),
    github: () => ({
      ...typeScript("github", "scripts/github/main.ts", around, { GITHUB_PORT: String(ports.github) }),
      isReady: () => isHealthy(`http://127.0.0.1:${ports.github}/health`),
    }),
    worker: () => ({
      ...worker(around),
      isReady: () => isHealthy(`http://127.0.0.1:${ports.workerMetrics}/health`),
      stopWithinMs: 25_000,
    }),
    web: () => ({
      ...web(around),
      isReady: () => isHealthy(`http://127.0.0.1:${ports.web}/api/ready`),
      stopWithinMs: 15_000,
    }),
  };
  return known[name]();
}

/** A program of ours under this Node, with only what `environment` adds. */
export const typeScript = (
  name: string,
  file: string,
  { inherited }: Surroundings,
  environment: Environment,
  flags: readonly string[] = [],
): Command => ({
  name,
  program: process.execPath,
  args: [...flags, "--import", "tsx", file],
  env: { ...inherited, ...environment },
});

/** `next build`, `next start`, `next dev`: without the flags of our own programs, which would change its React. */
export const next = (name: string, args: readonly string[], around: Surroundings): Command => ({
  name,
  program: process.execPath,
  args: ["node_modules/next/dist/bin/next", ...args],
  env: {
    ...around.inherited,
    ...deskEnvironment(around.environment),
    NODE_ENV: around.isDevelopment ? "development" : "production",
    NEXT_DIST_DIR: around.distFolder,
  },
});

function web(around: Surroundings): Command {
  // The demo's passwords are public, so it is not offered to the network unless asked to.
  const where = ["-H", around.inherited.HOST || "127.0.0.1", "-p", String(around.ports.web)];
  const command = next("web", [around.isDevelopment ? "dev" : "start", ...where], around);
  return { ...command, env: { ...command.env, METRICS_PORT: String(around.ports.webMetrics) } };
}

function worker(around: Surroundings): Command {
  const flags = ["--conditions=react-server", ...(around.isDevelopment ? ["--watch"] : [])];
  const mode = { NODE_ENV: around.isDevelopment ? "development" : "production" };
  return typeScript(
    "worker",
    "worker/index.ts",
    around,
    { ...deskEnvironment(around.environment), ...mode },
    flags,
  );
}

function mailCatcher({ folder, ports, inherited }: Surroundings): Command {
  const local = ["--ip", "127.0.0.1", "--web-ip", "127.0.0.1", "--max-emails", "5000"];
  const kept = ["--mail-directory", dataFolder(folder, "mail")];
  const program = join(dirname(fileURLToPath(import.meta.resolve("maildev"))), "bin", "maildev.js");
  return {
    name: "mail",
    program: process.execPath,
    args: [program, ...["--smtp", String(ports.smtp), "--web", String(ports.mail)], ...local, ...kept],
    env: inherited,
  };
}

const pick = (from: Environment, names: readonly string[]): Environment =>
  Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));

function dataFolder(folder: string, name: string): string {
  const data = join(folder, name);
  makeFolder(data, 0o700);
  return data;
}

async function isHealthy(url: string, apiKey?: string): Promise<boolean> {
  try {
    const headers: Record<string, string> = apiKey ? { apikey: apiKey } : {};
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(5_000) });
    return answer.ok;
  } catch {
    // Not listening yet.
    return false;
  }
}
