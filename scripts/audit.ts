import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { ChainHead } from "@/lib/modules/audit/chain";
import { readDatabase } from "./audit/database";
import { exportTenant } from "./audit/export";
import { listTenants, verifyExport, verifyTenant } from "./audit/verify";
import { readArguments } from "./stack/arguments";

// Checks the audit log of the desk that runs here, or writes it out. Ends with 0 when every chain is whole, with 1 when
// one is broken, with 2 when nothing could be said.
const usage = `npm run audit -- verify [--tenant <slug>] [--noted <position>:<hash>]
npm run audit -- verify --file <export.jsonl> [--noted <position>:<hash>]
npm run audit -- export --tenant <slug> [--from <moment>] [--to <moment>] [--format jsonl|csv]`;

try {
  await main();
} catch (error) {
  const { code = "" } = error as { code?: string };
  if (/^(ECONN|CONNECT|ENOTFOUND|ETIMEDOUT)/.test(code)) {
    fail("The database does not answer: start the desk first (npm start).");
  }
  fail(error instanceof Error ? error.message : String(error));
}

async function main(): Promise<void> {
  const { positionals, values } = readArguments(usage, {
    allowPositionals: true,
    options: {
      tenant: { type: "string" },
      file: { type: "string" },
      noted: { type: "string" },
      from: { type: "string" },
      to: { type: "string" },
      format: { type: "string", default: "jsonl" },
    },
  });
  const noted = values.noted === undefined ? undefined : readNoted(values.noted);
  if (positionals.length !== 1) fail(`Say what to do:\n${usage}`);
  if (noted && !values.tenant && !values.file) fail(`Say whose end was noted:\n${usage}`);
  if (positionals[0] === "verify" && values.file) return verifyFile(values.file, noted);
  if (positionals[0] === "verify") return verifyTenants(values.tenant, noted);
  if (positionals[0] !== "export") fail(`There is no ${positionals[0]}:\n${usage}`);
  const { tenant, format } = values;
  if (!tenant) fail(`Say whose log:\n${usage}`);
  if (format !== "jsonl" && format !== "csv") fail(`There is no format ${format}: jsonl and csv.`);
  await writeTenant(tenant, { format, ...readSpan(values) });
}

async function verifyTenants(slug: string | undefined, noted: ChainHead | undefined): Promise<void> {
  await readDatabase(async (tx) => {
    const tenants = await listTenants(tx, slug);
    if (tenants.length === 0) fail(`There is no tenant ${slug}.`);
    for (const tenant of tenants) tell(await verifyTenant(tx, tenant, noted));
  });
}

async function verifyFile(file: string, noted: ChainHead | undefined): Promise<void> {
  tell(await verifyExport(file, createInterface({ input: createReadStream(file) }), noted));
}

async function writeTenant(slug: string, wanted: Parameters<typeof exportTenant>[2]): Promise<void> {
  await readDatabase(async (tx) => {
    const [tenant] = await listTenants(tx, slug);
    if (!tenant) return fail(`There is no tenant ${slug}.`);
    const { written, unsealed } = await exportTenant(tx, tenant, wanted, process.stdout);
    const rest = unsealed > 0 ? `; ${unsealed} are not sealed yet and left out` : "";
    process.stderr.write(`${written} entries${rest}\n`);
  });
}

function tell({ isWhole, words }: Readonly<{ isWhole: boolean; words: string }>): void {
  process.stdout.write(`${words}\n`);
  if (!isWhole) process.exitCode = 1;
}

function readNoted(text: string): ChainHead {
  const [, position, hash] = /^(\d{1,15}):([0-9a-f.]{64,129})$/.exec(text) ?? [];
  if (!position || !hash)
    return fail(`"${text}" is not an end of a chain: send <position>:<hash>, as verify prints it.`);
  return { position: Number(position), hash };
}

function readSpan({ from, to }: Readonly<{ from?: string | undefined; to?: string | undefined }>) {
  const readMoment = (text: string): Date => {
    const moment = new Date(text);
    return Number.isNaN(moment.getTime())
      ? fail(`"${text}" is no moment: send one such as 2026-11-24T09:00:00Z.`)
      : moment;
  };
  return { ...(from && { from: readMoment(from) }), ...(to && { to: readMoment(to) }) };
}

function fail(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(2);
}
