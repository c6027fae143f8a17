import { once } from "node:events";
import type { Writable } from "node:stream";
import { findHead, readChain } from "@/lib/modules/audit/read-chain";
import { csvLine } from "@/lib/platform/csv";
import type { Transaction } from "@/lib/platform/db";
import type { Tenant } from "./database";

const columns = [
  ...["position", "createdAt", "actorKind", "actorId", "actorName", "action", "subjectType", "subjectId"],
  ...["detail", "before", "after", "origin", "id", "tenantId", "previousHash", "hash"],
] as const;

type Wanted = Readonly<{ format: "jsonl" | "csv"; from?: Date; to?: Date }>;

/**
 * Writes a tenant's sealed entries in the order of the chain. Lines of JSON can be verified anywhere; a table is for
 * reading, because spreadsheets change what they are given.
 * @returns how many were written, and how many are not sealed yet and so left out
 */
export async function exportTenant(
  tx: Transaction,
  tenant: Tenant,
  { format, ...span }: Wanted,
  output: Writable,
): Promise<Readonly<{ written: number; unsealed: number }>> {
  const write = async (text: string) => {
    if (!output.write(text)) await once(output, "drain");
  };
  const { unsealed } = await findHead(tx, tenant.id);
  let written = 0;
  if (format === "csv") await write(csvLine(columns));
  for await (const entry of readChain(tx, tenant.id, span)) {
    const fields: Readonly<Record<string, unknown>> = entry;
    await write(
      format === "csv" ? csvLine(columns.map((name) => fields[name])) : `${JSON.stringify(entry)}\n`,
    );
    written += 1;
  }
  return { written, unsealed };
}
