import "server-only";
import { sql } from "drizzle-orm";
import { asRelay } from "@/lib/platform/db";

/**
 * What the clock asks of the worker: entries to seal, approvals to remind of or to end, policies to put in force, cases
 * to wake or to close.
 */
export type DueWork = "audit" | "approvals" | "policies" | "cases";

type TenantDue = Readonly<{ tenant_id: string; what: readonly DueWork[] }>;

/** The tenants for which such work is due now. */
export async function listTenantsDue(work: DueWork): Promise<string[]> {
  const [row] = await asRelay((tx) =>
    tx.execute<{ due: readonly TenantDue[] }>(sql`select private.list_tenants_due() as due`),
  );
  return (row?.due ?? []).filter(({ what }) => what.includes(work)).map(({ tenant_id }) => tenant_id);
}
