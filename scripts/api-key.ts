import postgres from "postgres";
import { createApiKey, hashApiKey, prefixOf } from "@/lib/modules/access/api-key-format";
import { apiScopes } from "@/lib/modules/access/schema";
import { newId } from "@/lib/platform/ids";
import { readArguments } from "./stack/arguments";
import { buildEnvironment, findReplaced } from "./stack/environment";
import { fixedPorts } from "./stack/ports";
import { findHome, keepSecrets } from "./stack/state";

// Makes an API key for a tenant of the desk that runs here and prints it: the only time that anybody sees it.
const usage = `npm run api-key -- --tenant <slug> --name <name> [--scopes ${apiScopes.join(",")}] [--ai]`;

const { values } = readArguments(usage, {
  options: {
    tenant: { type: "string" },
    name: { type: "string" },
    scopes: { type: "string", default: apiScopes.join(",") },
    ai: { type: "boolean", default: false },
  },
});
const { DATABASE_OWNER_URL: url } = buildEnvironment({
  ports: fixedPorts(process.env),
  secrets: keepSecrets(findHome()),
  given: process.env,
  replaced: findReplaced(process.env),
});
const scopes = values.scopes.split(",");
const unknown = scopes.filter((scope) => !apiScopes.some((known) => known === scope));
if (!url) fail("DATABASE_OWNER_URL is not set.");
if (!values.tenant || !values.name) fail(`Say for which tenant and under what name:\n  ${usage}`);
if (unknown.length > 0) fail(`There is no scope ${unknown.join(", ")}. Known: ${apiScopes.join(", ")}.`);

const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined });
try {
  const key = createApiKey();
  const created = await sql`
    insert into makegood.api_keys (id, tenant_id, name, prefix, hash, scopes, is_ai)
    select ${newId()}, id, ${values.name}, ${prefixOf(key)}, ${hashApiKey(key)}, ${sql.json(scopes)}, ${values.ai}
    from makegood.tenants where slug = ${values.tenant} returning id`;
  if (created.length === 0) fail(`There is no tenant ${values.tenant}.`);
  process.stdout.write(`${key}\n`);
} catch (error) {
  fail(`The database does not answer: start the desk first (npm start). ${(error as Error).message}`);
} finally {
  await sql.end();
}

function fail(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(1);
}
