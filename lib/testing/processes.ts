import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./until";

/** A port that nobody listens on right now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (!address || typeof address === "string") throw new Error("no port");
  return address.port;
}

export type Exit = Readonly<{ code: number | null; signal: NodeJS.Signals | null }>;

export type WorkerProcess = Readonly<{
  pid: number;
  exited: Promise<Exit>;
  signal: (signal: NodeJS.Signals) => void;
  stop: () => Promise<Exit>;
}>;

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** A real worker process with this process's environment and `overrides`; ready when it says that it started. */
export async function startWorker(overrides: Record<string, string> = {}): Promise<WorkerProcess> {
  const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", "worker/index.ts"], {
    env: { ...process.env, METRICS_PORT: String(await freePort()), LOG_LEVEL: "info", ...overrides },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  const exited = new Promise<Exit>((resolve) => {
    child.once("exit", (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  await until("the worker started", () => {
    if (child.exitCode !== null) throw new Error(`the worker ended: ${output.slice(-2_000)}`);
    return output.includes("worker started") || child.signalCode !== null;
  });
  return {
    pid: child.pid ?? 0,
    exited,
    signal: (signal) => {
      child.kill(signal);
    },
    stop: () => {
      child.kill("SIGTERM");
      return exited;
    },
  };
}

export type WebProcess = Readonly<{ url: string; metricsUrl: string; stop: () => Promise<Exit> }>;

/** Another process of the built web app with this process's environment and `overrides`; ready when it says so. */
export async function startWeb(overrides: Record<string, string> = {}): Promise<WebProcess> {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const next = ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", String(port)];
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, next, {
    env: {
      ...env,
      METRICS_PORT: String(metricsPort),
      LOG_LEVEL: "error",
      NODE_ENV: "production",
      ...overrides,
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  running.add(child);
  const exited = new Promise<Exit>((resolve) => {
    child.once("exit", (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  const url = `http://localhost:${port}`;
  await until("the web app is ready", async () => {
    if (child.exitCode !== null) throw new Error("the web app ended");
    return fetch(`${url}/api/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
  });
  return {
    url,
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    stop: () => {
      child.kill("SIGTERM");
      return exited;
    },
  };
}

export type RedisProcess = Readonly<{
  url: string;
  start: () => Promise<void>;
  /** Ends it as a crash would, without a last save. */
  kill: () => Promise<void>;
  /** Keeps a copy of the data as they are now. */
  copyData: () => Promise<void>;
  /** Puts the copy in the place of the data. Only while it is down. */
  restoreCopy: () => Promise<void>;
  remove: () => Promise<void>;
}>;

/** A Redis of the test's own, durable as in production, to be killed, flushed and rolled back. */
export async function createRedis(): Promise<RedisProcess> {
  const root = await mkdtemp(join(tmpdir(), "makegood-redis-"));
  const [data, copy] = [join(root, "data"), join(root, "copy")];
  const port = await freePort();
  let child: ChildProcess | undefined;
  const settings = ["--port", String(port), "--bind", "127.0.0.1", "--dir", data, "--appendonly", "yes"];

  const start = async () => {
    const started = spawn("redis-server", [...settings, "--appendfsync", "everysec", "--save", ""], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    child = started;
    running.add(started);
    let output = "";
    started.stdout.on("data", (chunk) => {
      output += chunk;
    });
    await until("redis is ready", () => output.includes("Ready to accept connections"));
  };
  const kill = async () => {
    const ending = child;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise((resolve) => ending.once("exit", resolve));
    ending.kill("SIGKILL");
    await ended;
    running.delete(ending);
  };
  await mkdir(data);
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    kill,
    copyData: async () => {
      await rm(copy, { recursive: true, force: true });
      await cp(data, copy, { recursive: true });
    },
    restoreCopy: async () => {
      await rm(data, { recursive: true, force: true });
      await cp(copy, data, { recursive: true });
    },
    remove: async () => {
      await kill();
      await rm(root, { recursive: true, force: true });
    },
  };
}
