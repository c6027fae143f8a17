import "server-only";
import { sql } from "drizzle-orm";
import { asActor } from "@/lib/platform/db";
import { targetOf } from "./addresses";

/** A tenant that a mail was written to, and the case that the address names with our signature. */
export type MailTenant = Readonly<{ tenantId: string; locale: string; caseId: string | undefined }>;

const maxTenants = 5;

/** The tenants behind these addresses, each once. Empty when nobody here has any of them. */
export async function findMailTenants(addresses: readonly string[]): Promise<MailTenant[]> {
  const targets = addresses.slice(0, 100).map((address) => {
    const target = targetOf(address);
    const value =
      target.kind === "case" ? target.caseId : target.kind === "slug" ? target.slug : target.address;
    return { kind: target.kind, value };
  });
  if (targets.length === 0) return [];
  // On the primary: the case may be a second old.
  const rows = await asActor({ kind: "visitor", userId: null }, (tx) =>
    tx.execute<{ tenant_id: string; locale: string; case_id: string | null }>(
      sql`select * from private.find_mail_tenants(${JSON.stringify(targets)}::jsonb)`,
    ),
  );
  const byTenant = new Map<string, MailTenant>();
  for (const { tenant_id: tenantId, locale, case_id: caseId } of rows) {
    const known = byTenant.get(tenantId);
    if (!known?.caseId) byTenant.set(tenantId, { tenantId, locale, caseId: caseId ?? undefined });
  }
  return [...byTenant.values()].slice(0, maxTenants);
}
