import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { next, type Surroundings } from "./node-services";
import type { Stack } from "./stack";

/** What the build is made from. */
const sources = [
  ...["app", "components", "lib", "public", "middleware.ts", "instrumentation.ts"],
  ...[
    "next.config.ts",
    "scripts/stack/plain-pages.ts",
    "postcss.config.mjs",
    "tsconfig.json",
    "package-lock.json",
  ],
];

/** Builds the app for production. @throws with the end of the build's output when it fails */
export async function build({ around, run }: Pick<Stack, "around" | "run">): Promise<void> {
  const made = hashSources();
  await run(next("build", ["build"], around));
  writeFileSync(stampOf(around), made);
}

/** Whether the last build was made from the sources as they are now. */
export function isBuilt(around: Surroundings): boolean {
  const stamp = stampOf(around);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === hashSources();
}

const stampOf = (around: Surroundings) => join(around.distFolder, "makegood-sources");

function hashSources(): string {
  const hash = createHash("sha256").update(process.version);
  for (const file of sources.flatMap(listFiles)) hash.update(file).update(readFileSync(file));
  return hash.digest("hex");
}

function listFiles(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
