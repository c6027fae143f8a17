import { sql } from "drizzle-orm";
import { type ChainHead, type ChainReport, verifyChain } from "@/lib/modules/audit/chain";
import { findHead, readChain } from "@/lib/modules/audit/read-chain";
import type { AuditRow } from "@/lib/modules/audit/schema";
import { platformTenantId } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import type { Tenant } from "./database";

/** The tenants whose path is `slug`, or all of them and the product's own log. */
export async function listTenants(tx: Transaction, slug: string | undefined): Promise<Tenant[]> {
  const rows = await tx.execute<Tenant>(sql`
    select id, slug as name from makegood.tenants where ${slug ?? null}::text is null or slug = ${slug ?? null}
    order by slug`);
  return slug === undefined ? [...rows, { id: platformTenantId, name: "(accounts)" }] : [...rows];
}

/**
 * Checks one tenant's chain and says in a line what was found.
 * @param noted an end of the chain that was kept elsewhere, which must still be in it
 */
export async function verifyTenant(
  tx: Transaction,
  tenant: Tenant,
  noted?: ChainHead,
): Promise<Readonly<{ isWhole: boolean; words: string }>> {
  const { head, unsealed } = await findHead(tx, tenant.id);
  return judge(tenant.name, readChain(tx, tenant.id), { head, noted, unsealed });
}

type Expected = Readonly<{
  head?: ChainHead;
  from?: ChainHead;
  noted?: ChainHead | undefined;
  unsealed: number;
}>;

async function judge(
  name: string,
  entries: AsyncIterable<AuditRow>,
  { head, from, noted, unsealed }: Expected,
) {
  let found: string | null = null;
  async function* watch(): AsyncGenerator<AuditRow> {
    for await (const entry of entries) {
      if (entry.position === noted?.position) found = entry.hash;
      yield entry;
    }
  }
  const report = await verifyChain(watch(), head, from);
  const isNotedThere = noted === undefined || found === noted.hash;
  if (report.broken || isNotedThere)
    return { isWhole: !report.broken, words: describe(name, report, unsealed) };
  const words = `${name}: BROKEN: entry ${noted?.position} is no longer the one that was noted`;
  return { isWhole: false, words };
}

function describe(
  name: string,
  { checked, erasedNames, head, broken }: ChainReport,
  unsealed: number,
): string {
  if (broken)
    return `${name}: BROKEN at ${broken.position}: ${broken.reason} (${checked} before it are whole)`;
  const more = [
    erasedNames > 0 ? `${erasedNames} of erased accounts` : "",
    unsealed > 0 ? `${unsealed} not sealed yet` : "",
  ].filter(Boolean);
  const end = head.position > 0 ? `; ends with ${head.position}:${head.hash}` : "";
  return `${name}: ${checked} entries, whole${more.length > 0 ? ` (${more.join(", ")})` : ""}${end}`;
}

/** Checks entries that were exported, from the first one on: nothing else is needed for it. */
export async function verifyExport(name: string, lines: AsyncIterable<string>, noted?: ChainHead) {
  let from: ChainHead | undefined;
  let first: AuditRow | undefined;
  const parsed = (async function* (): AsyncGenerator<AuditRow> {
    for await (const line of lines) {
      if (line.trim()) yield JSON.parse(line) as AuditRow;
    }
  })();
  const next = await parsed.next();
  if (!next.done) first = next.value;
  // A part of a chain follows an entry that is not in it; the chain itself begins where every chain does.
  if (first && (first.position ?? 1) > 1) {
    from = { position: (first.position ?? 1) - 1, hash: first.previousHash ?? "" };
  }
  async function* all(): AsyncGenerator<AuditRow> {
    if (first) yield first;
    yield* parsed;
  }
  return judge(name, all(), { ...(from && { from }), noted, unsealed: 0 });
}
