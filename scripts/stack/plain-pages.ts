import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const manifestFile = "build-manifest.json";

// What Next writes there, and reads again when it answers: the scripts that each page begins with.
const buildManifest = z.looseObject({
  rootMainFiles: z.array(z.string()).min(1),
  rootMainFilesTree: z.record(z.string(), z.array(z.string())),
  pagesChunkGroupBootstrapParams: z.record(z.string(), z.unknown()),
});

/**
 * Lets pages begin with a script of their own in place of React and the router, which would only repeat in the browser what the
 * server has drawn. For pages of links and forms that need nothing else. Next still sends React with an error or a 404 of
 * theirs, which it draws in the browser.
 * @param folder of the routes, as in `app`
 * @param entry the script's file
 * @throws when the build is not as this expects
 */
export async function leaveOutReact(distDir: string, folder: string, entry: string): Promise<void> {
  const path = join(distDir, manifestFile);
  const manifest = buildManifest.parse(JSON.parse(readFileSync(path, "utf8")));
  const pages = Object.keys(manifest.pagesChunkGroupBootstrapParams).filter((page) =>
    page.startsWith(folder),
  );
  if (pages.length === 0) throw new Error(`No page of the build is in ${folder}.`);

  const script = await bundle(entry);
  const file = `static/chunks/${createHash("sha256").update(script).digest("hex").slice(0, 16)}.js`;
  writeFileSync(join(distDir, file), script);
  for (const page of pages) {
    manifest.rootMainFilesTree[page] = [file];
    delete manifest.pagesChunkGroupBootstrapParams[page];
  }
  writeFileSync(path, JSON.stringify(manifest));
}

async function bundle(entry: string): Promise<string> {
  // Only here: what builds is not there where the app merely runs, and its configuration is read there, too.
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    ...{ entryPoints: [entry], bundle: true, format: "iife", minify: true, write: false },
    // What Next builds for.
    target: ["chrome111", "edge111", "firefox111", "safari16.4"],
  });
  return outputFiles.map(({ text }) => text).join("");
}
