import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Identity, identify, isAlive } from "./liveness";

export type Instance = Identity & Readonly<{ url: string }>;

/**
 * Takes the folder for this process alone: two desks would fight for the same database.
 * @returns who has it, when somebody has
 */
export function claimInstance(home: string, url: string): Instance | undefined {
  const file = join(home, "running.json");
  const own = JSON.stringify({ ...identify(process.pid), url });
  for (;;) {
    try {
      writeFileSync(file, own, { flag: "wx" });
      process.once("exit", () => rmSync(file, { force: true }));
      return undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const other = readInstance(file);
    if (other && isAlive(other)) return other;
    // Whoever wrote it was killed.
    rmSync(file, { force: true });
  }
}

function readInstance(file: string): Instance | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // Gone meanwhile, or cut off in the middle: nobody's.
    return undefined;
  }
}
