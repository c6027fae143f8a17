import "server-only";
import { eq } from "drizzle-orm";
import { asTenant, type Transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { seal, unseal } from "@/lib/platform/sealed";
import { crmConnections } from "./tables";

/** Where messages go, and what they are signed with. */
export type CrmTarget = Readonly<{ url: string; secret: string }>;

export const installationCrm: CrmTarget = { url: env.CRM_URL, secret: env.CRM_SECRET };

const secretPurpose = "crm-secret";

type Connected = Readonly<{
  /** Missing: the installation's own. */
  target?: CrmTarget | undefined;
  by: Readonly<{ id: string; name: string }>;
}>;

/** Writes down where the tenant's CRM is reached from now on. The caller has tried it. */
export async function saveCrm(tx: Transaction, tenantId: string, { target, by }: Connected): Promise<void> {
  const row = {
    url: target?.url ?? null,
    sealedSecret: target ? seal(secretPurpose, target.secret) : null,
    connectedById: by.id,
    connectedByName: by.name,
    checkedAt: new Date(),
    failure: null,
  };
  await tx
    .insert(crmConnections)
    .values({ tenantId, ...row })
    .onConflictDoUpdate({ target: crmConnections.tenantId, set: row });
}

/** Notes how a test message went, where the tenant has a connection of its own to note it on. */
export async function noteCheck(tx: Transaction, tenantId: string, failure: string | null): Promise<void> {
  await tx
    .update(crmConnections)
    .set({ checkedAt: new Date(), failure })
    .where(eq(crmConnections.tenantId, tenantId));
}

/** Where the tenant's messages go. @throws when a secret cannot be opened: another one would be refused there */
export async function crmOf(tenantId: string): Promise<CrmTarget> {
  const [found] = await asTenant(tenantId, (tx) =>
    tx
      .select({ url: crmConnections.url, sealedSecret: crmConnections.sealedSecret })
      .from(crmConnections)
      .where(eq(crmConnections.tenantId, tenantId)),
  );
  if (!found?.url || !found.sealedSecret) return installationCrm;
  const secret = unseal(secretPurpose, found.sealedSecret);
  if (!secret) throw new Error("a CRM secret cannot be opened with this installation's APP_SECRET");
  return { url: found.url, secret };
}
