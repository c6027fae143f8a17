import {
  appendFileSync,
  closeSync,
  fdatasync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";

const syncData = promisify(fdatasync);

export type Journal<Entry> = {
  /** Writes the entry before it returns, so that a killed process keeps it; power loss is `synced`'s matter. */
  append(entry: Entry): void;
  /** Resolves once everything appended so far is on the disk; callers at the same time share one fsync. */
  synced(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Opens an append-only file of one JSON entry per line and replays what it holds.
 * @throws Error when a line other than a torn last one cannot be read: the truth is damaged, so do not go on
 */
export function openJournal<Entry>(path: string, replay: (entry: Entry) => void): Journal<Entry> {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, "a");
  syncFolder(dirname(path));
  replayLines(path, file, replay);

  let appended = 0;
  let durable = 0;
  let isClosed = false;
  let syncing: Promise<void> | undefined;

  async function syncOnce(): Promise<void> {
    const upTo = appended;
    try {
      await syncData(file);
      durable = upTo;
    } finally {
      syncing = undefined;
    }
  }
  async function synced(): Promise<void> {
    const target = appended;
    while (durable < target) {
      syncing ??= syncOnce();
      await syncing;
    }
  }
  return {
    append(entry) {
      // The number of a closed file may already belong to another one.
      if (isClosed) throw new Error(`${path} is closed.`);
      appendFileSync(file, `${JSON.stringify(entry)}\n`);
      appended += 1;
    },
    synced,
    async close() {
      isClosed = true;
      await synced();
      closeSync(file);
    },
  };
}

function replayLines<Entry>(path: string, file: number, replay: (entry: Entry) => void): void {
  const content = readFileSync(path);
  // A process killed in the middle of a write leaves a last line without its end; nobody was told of it.
  const end = content.lastIndexOf("\n") + 1;
  if (end < content.length) ftruncateSync(file, end);
  const lines = content.subarray(0, end).toString("utf8").split("\n").slice(0, -1);
  for (const [index, line] of lines.entries()) replay(parseLine<Entry>(path, line, index + 1));
}

function parseLine<Entry>(path: string, line: string, lineNumber: number): Entry {
  try {
    return JSON.parse(line) as Entry;
  } catch (cause) {
    throw new Error(`${path} is damaged at line ${lineNumber}. Move the file away to start empty.`, {
      cause,
    });
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  fsyncSync(folder);
  closeSync(folder);
}
