import { type ChildProcess, spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Account } from "./account";
import { type Identity, identify, isAlive } from "./liveness";
import { makeFolder } from "./state";

const lookEveryMs = 50;
const logLimitBytes = 5_000_000;
const shownLogLines = 20;

/** A child's whole environment. */
export type Variables = Readonly<Record<string, string | undefined>>;

export type Command = Readonly<{
  name: string;
  program: string;
  args: readonly string[];
  env: Variables;
  account?: Account | undefined;
}>;

export type ServiceDefinition = Command &
  Readonly<{
    isReady: () => Promise<boolean>;
    readyWithinMs?: number;
    stopSignal?: NodeJS.Signals;
    stopWithinMs?: number;
    /** Puts right what a crash left behind. */
    beforeStart?: () => Promise<void>;
  }>;

export type Exit = Readonly<{ code: number | null; signal: NodeJS.Signals | null }>;

export type Service = Readonly<{
  name: string;
  logFile: string;
  isRunning: () => boolean;
  /** False once it was stopped or killed on purpose. */
  isWanted: () => boolean;
  start: () => Promise<void>;
  stop: () => Promise<void>;
  /** Ends it as a crash would. */
  kill: () => Promise<void>;
  /** Calls back when it ends although nobody stopped it. */
  onCrash: (listener: (exit: Exit) => void) => void;
}>;

type Child = Readonly<{ process: ChildProcess; exited: Promise<Exit> }>;

/** A long-running part: a process group of its own with a log of its own in `folder`. */
export function createService(definition: ServiceDefinition, folder: string): Service {
  const logFile = logFileOf(folder, definition.name);
  const listeners: ((exit: Exit) => void)[] = [];
  let child: Child | undefined;
  let isWanted = false;

  const end = async (signal: NodeJS.Signals, withinMs: number) => {
    isWanted = false;
    if (child) await endGroup(child, signal, withinMs);
    forget(folder, definition.name);
  };
  const start = async () => {
    if (child && isRunning(child)) return;
    isWanted = true;
    await definition.beforeStart?.();
    if (!isWanted) throw new Error(`${definition.name} was stopped while it started.`);
    const started = launch(definition, folder);
    child = started;
    try {
      await untilReady(definition, started, logFile);
    } catch (error) {
      await endGroup(started, "SIGKILL", 0);
      throw error;
    }
    void started.exited.then((exit) => {
      if (isWanted && child === started) for (const listener of listeners) listener(exit);
    });
  };
  return {
    name: definition.name,
    logFile,
    isRunning: () => child !== undefined && isRunning(child),
    isWanted: () => isWanted,
    start,
    stop: () => end(definition.stopSignal ?? "SIGTERM", definition.stopWithinMs ?? 10_000),
    kill: () => end("SIGKILL", 0),
    onCrash: (listener) => {
      listeners.push(listener);
    },
  };
}

export type Task = Readonly<{ logFile: string; done: Promise<Exit>; kill: () => Promise<void> }>;

/** A command that ends by itself, in a process group of its own. */
export function startTask(command: Command, folder: string): Task {
  const child = launch(command, folder);
  const done = child.exited.finally(() => forget(folder, command.name));
  return { logFile: logFileOf(folder, command.name), done, kill: () => endGroup(child, "SIGTERM", 3_000) };
}

/** @throws with the last lines of its log when it did not end well */
export async function requireSuccess(name: string, task: Task): Promise<void> {
  const exit = await task.done;
  if (exit.code !== 0) throw new Error(describeEnd(name, exit, task.logFile));
}

export const describeEnd = (name: string, exit: Exit, logFile: string): string =>
  `${name} ended (${exit.signal ?? `code ${exit.code}`}). The last lines of ${logFile}:\n${lastLines(logFile)}`;

export function lastLines(file: string, count = shownLogLines): string {
  if (!existsSync(file)) return "";
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-count).join("\n");
}

const logFileOf = (folder: string, name: string) => join(folder, "logs", `${name}.log`);
const recordOf = (folder: string, name: string) => join(folder, "processes", `${name}.json`);

function launch(command: Command, folder: string): Child {
  const log = openLog(folder, command.name);
  const child = spawn(command.program, command.args, {
    // Next's types want NODE_ENV in every environment; ours say what each child gets.
    env: command.env as NodeJS.ProcessEnv,
    // An interrupt at the terminal reaches this process alone, which then stops the parts in order.
    detached: true,
    stdio: ["ignore", log, log],
    ...command.account,
  });
  closeSync(log);
  const exited = new Promise<Exit>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.once("error", () => resolve({ code: 127, signal: null }));
  });
  if (child.pid) record(folder, command.name, identify(child.pid));
  return { process: child, exited };
}

function openLog(folder: string, name: string): number {
  makeFolder(join(folder, "logs"));
  const file = logFileOf(folder, name);
  if (existsSync(file) && statSync(file).size > logLimitBytes) renameSync(file, `${file}.1`);
  return openSync(file, "a");
}

function record(folder: string, name: string, identity: Identity): void {
  makeFolder(join(folder, "processes"));
  writeFileSync(recordOf(folder, name), JSON.stringify(identity));
}

const forget = (folder: string, name: string) => rmSync(recordOf(folder, name), { force: true });

const isRunning = ({ process }: Child) => process.exitCode === null && process.signalCode === null;

async function untilReady(definition: ServiceDefinition, child: Child, logFile: string): Promise<void> {
  const withinMs = definition.readyWithinMs ?? 60_000;
  const deadline = performance.now() + withinMs;
  const state: { exit?: Exit } = {};
  child.exited.then((exit) => {
    state.exit = exit;
  });
  while (!(await definition.isReady())) {
    if (state.exit) throw new Error(describeEnd(definition.name, state.exit, logFile));
    if (performance.now() > deadline) {
      throw new Error(
        `${definition.name} is not ready after ${withinMs / 1_000} s. The last lines of ${logFile}:\n${lastLines(logFile)}`,
      );
    }
    await delay(lookEveryMs);
  }
  // Whoever answered was somebody else.
  if (state.exit) throw new Error(describeEnd(definition.name, state.exit, logFile));
}

async function endGroup(child: Child, signal: NodeJS.Signals, withinMs: number): Promise<void> {
  const { pid } = child.process;
  if (!pid) return;
  if (isRunning(child)) {
    signalGroup(pid, signal);
    const isEnded = await Promise.race([
      child.exited.then(() => true),
      delay(withinMs, false, { ref: false }),
    ]);
    if (!isEnded) signalGroup(pid, "SIGKILL");
    await child.exited;
  }
  // What the leader left behind in its group goes with it.
  signalGroup(pid, "SIGKILL");
}

export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}

/** Ends a part that an earlier run, killed without a chance to clean up, left running. */
export async function endLeftover(folder: string, name: string, signal: NodeJS.Signals): Promise<void> {
  const file = recordOf(folder, name);
  if (!existsSync(file)) return;
  const identity: Identity = JSON.parse(readFileSync(file, "utf8"));
  if (isAlive(identity)) {
    signalGroup(identity.pid, signal);
    const deadline = performance.now() + 10_000;
    while (isAlive(identity) && performance.now() < deadline) await delay(lookEveryMs);
    signalGroup(identity.pid, "SIGKILL");
    while (isAlive(identity)) await delay(lookEveryMs);
  }
  rmSync(file, { force: true });
}
