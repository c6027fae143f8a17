import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import type { Locale } from "@/lib/modules/notices/schema";
import type { Transaction } from "@/lib/platform/db";
import { members, tenants } from "./tables";

export type Approver = Readonly<{ userId: string; name: string; email: string; role: "lead" | "finance" }>;

/** Who of a tenant may say yes: everybody from `role` upwards who works there now. */
export async function listApprovers(
  tx: Transaction,
  tenantId: string,
  role: "lead" | "finance",
): Promise<Approver[]> {
  const rows = await tx
    .select({ userId: members.userId, name: members.name, email: members.email, role: members.role })
    .from(members)
    .where(
      and(
        eq(members.tenantId, tenantId),
        inArray(members.role, role === "lead" ? ["lead", "finance"] : ["finance"]),
        isNull(members.disabledAt),
      ),
    )
    .orderBy(asc(members.userId));
  return rows.flatMap((row) =>
    row.role === "lead" || row.role === "finance" ? [{ ...row, role: row.role }] : [],
  );
}

/** What a mail about a tenant says of it. */
export async function loadTenantWords(
  tx: Transaction,
  tenantId: string,
): Promise<Readonly<{ slug: string; name: string; currency: string; locale: Locale }>> {
  const [tenant] = await tx
    .select({ slug: tenants.slug, name: tenants.name, currency: tenants.currency, locale: tenants.locale })
    .from(tenants)
    .where(eq(tenants.id, tenantId));
  if (!tenant) throw new Error(`tenant ${tenantId} does not exist`);
  return { ...tenant, locale: tenant.locale.startsWith("de") ? "de" : "en" };
}
