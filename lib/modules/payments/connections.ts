import "server-only";
import { eq } from "drizzle-orm";
import type { Actor } from "@/lib/platform/actor";
import { asTenant, readAs, type Transaction } from "@/lib/platform/db";
import { seal, unseal } from "@/lib/platform/sealed";
import type { ProviderConnection } from "./schema";
import { providerConnections } from "./tables";

const keyPurpose = "provider-key";
const webhookPurpose = "provider-webhook";

type Connected = Readonly<{
  /** Missing: the installation's own key. */
  key?: string | undefined;
  webhookSecret?: string | undefined;
  isLive: boolean;
  by: Readonly<{ id: string; name: string }>;
}>;

/** Writes down with which key the tenant's payments are reached from now on. The caller has tried it. */
export async function saveConnection(
  tx: Transaction,
  tenantId: string,
  { key, webhookSecret, isLive, by }: Connected,
): Promise<void> {
  const row = {
    sealedKey: key ? seal(keyPurpose, key) : null,
    keyHint: key ? key.slice(-4) : null,
    sealedWebhookSecret: webhookSecret ? seal(webhookPurpose, webhookSecret) : null,
    isLive,
    connectedById: by.id,
    connectedByName: by.name,
    checkedAt: new Date(),
    failure: null,
    backfillCursor: null,
  };
  await tx
    .insert(providerConnections)
    .values({ tenantId, ...row })
    .onConflictDoUpdate({ target: providerConnections.tenantId, set: row });
}

/** How the tenant's provider is connected, without its secrets; undefined while nobody chose. */
export async function findConnection(actor: Actor): Promise<ProviderConnection | undefined> {
  const [[found]] = await readAs(actor, (db) => [
    db
      .select({
        keyHint: providerConnections.keyHint,
        isLive: providerConnections.isLive,
        connectedByName: providerConnections.connectedByName,
        checkedAt: providerConnections.checkedAt,
        failure: providerConnections.failure,
        backfillCursor: providerConnections.backfillCursor,
        backfilledCount: providerConnections.backfilledCount,
        backfilledAt: providerConnections.backfilledAt,
      })
      .from(providerConnections)
      .where(eq(providerConnections.tenantId, actor.tenantId)),
  ]);
  return found;
}

type Progress = Partial<
  Pick<
    ProviderConnection,
    "checkedAt" | "failure" | "backfillCursor" | "backfilledCount" | "backfilledAt" | "isLive"
  >
>;

export async function updateConnection(tx: Transaction, tenantId: string, progress: Progress): Promise<void> {
  await tx.update(providerConnections).set(progress).where(eq(providerConnections.tenantId, tenantId));
}

/** The tenant's own key at the provider, where it has one. */
export async function findOwnKey(tenantId: string): Promise<string | undefined> {
  const found = await findSealed(tenantId);
  return found?.sealedKey ? open(keyPurpose, found.sealedKey) : undefined;
}

/** What the provider signs its reports to this tenant with, where the tenant has an account of its own. */
export async function findWebhookSecret(tenantId: string): Promise<string | undefined> {
  const found = await findSealed(tenantId);
  return found?.sealedWebhookSecret ? open(webhookPurpose, found.sealedWebhookSecret) : undefined;
}

async function findSealed(tenantId: string) {
  const [found] = await asTenant(tenantId, (tx) =>
    tx
      .select({
        sealedKey: providerConnections.sealedKey,
        sealedWebhookSecret: providerConnections.sealedWebhookSecret,
      })
      .from(providerConnections)
      .where(eq(providerConnections.tenantId, tenantId)),
  );
  return found;
}

// Falling back to another key would pay from somebody else's account.
function open(purpose: string, sealed: string): string {
  const text = unseal(purpose, sealed);
  if (!text) throw new Error("a provider key cannot be opened with this installation's APP_SECRET");
  return text;
}
