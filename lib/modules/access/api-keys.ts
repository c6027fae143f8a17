import "server-only";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { recordAudit } from "@/lib/modules/audit/audit";
import type { KeyActor, MemberActor } from "@/lib/platform/actor";
import { asActor, readAs, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { createApiKey, hashApiKey, isApiKey, prefixOf } from "./api-key-format";
import { requireManager } from "./members";
import { rotationOverlapHours } from "./policy";
import type { CreateKey, KeyRow } from "./schema";
import { apiKeys } from "./tables";

const keyRow = z.object({
  tenant_id: z.uuid(),
  id: z.uuid(),
  client_id: z.uuid(),
  name: z.string(),
  scopes: z.array(z.string()),
  is_ai: z.boolean(),
});

/** Who holds this key, or undefined when it is unknown, revoked or expired. Always asks the primary. */
export async function findKeyActor(key: string): Promise<KeyActor | undefined> {
  if (!isApiKey(key)) return undefined;
  const rows = await asActor({ kind: "visitor", userId: null }, (tx) =>
    tx.execute(sql`select * from private.find_api_key(${hashApiKey(key)})`),
  );
  const found = z.array(keyRow).parse([...rows])[0];
  if (!found) return undefined;
  const { tenant_id: tenantId, id: keyId, client_id: clientId, name, scopes, is_ai: isAi } = found;
  return { kind: "key", tenantId, keyId, clientId, name, scopes, isAi };
}

/** Every key of the workspace, the newest first. */
export async function listKeys(actor: MemberActor): Promise<KeyRow[]> {
  const [rows] = await readAs(actor, (db) => [
    db.select().from(apiKeys).where(eq(apiKeys.tenantId, actor.tenantId)).orderBy(desc(apiKeys.createdAt)),
  ]);
  return rows;
}

/** @returns the key, which nobody can read again */
export const createKey = (actor: MemberActor, input: CreateKey): Promise<string> =>
  asActor(actor, async (tx) => {
    requireManager(actor);
    const { name, scopes, expiresInDays } = input;
    const { key, id } = await insertKey(tx, actor, {
      name,
      scopes,
      isAi: input.isAi === "on",
      expiresInDays,
    });
    await recordAudit(tx, actor, {
      action: "api_key.created",
      subjectType: "api_key",
      subjectId: id,
      detail: { name, scopes, isAi: input.isAi === "on" },
    });
    return key;
  });

/**
 * Makes a successor with the same rights. The old key goes on working for a day, so that nothing stops meanwhile.
 * @returns the new key, which nobody can read again
 */
export const rotateKey = (actor: MemberActor, keyId: string): Promise<string> =>
  asActor(actor, async (tx) => {
    requireManager(actor);
    const [old] = await tx
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.tenantId, actor.tenantId), eq(apiKeys.id, keyId), isNull(apiKeys.revokedAt)));
    if (!old) throw noSuchKey();
    const expiresInDays = 90;
    const { key, id } = await insertKey(tx, actor, {
      ...old,
      clientId: old.clientId ?? old.id,
      expiresInDays,
    });
    await tx
      .update(apiKeys)
      .set({
        expiresAt: sql`least(${apiKeys.expiresAt}, now() + make_interval(hours => ${rotationOverlapHours}))`,
      })
      .where(and(eq(apiKeys.tenantId, actor.tenantId), eq(apiKeys.id, keyId)));
    await recordAudit(tx, actor, {
      action: "api_key.rotated",
      subjectType: "api_key",
      subjectId: keyId,
      detail: { successor: id },
    });
    return key;
  });

/** Ends a key at once. Repeatable. */
export const revokeKey = (actor: MemberActor, keyId: string): Promise<void> =>
  asActor(actor, async (tx) => {
    requireManager(actor);
    const ended = await tx
      .update(apiKeys)
      .set({ revokedAt: new Date() })
      .where(and(eq(apiKeys.tenantId, actor.tenantId), eq(apiKeys.id, keyId), isNull(apiKeys.revokedAt)))
      .returning({ name: apiKeys.name });
    if (!ended[0]) throw noSuchKey();
    await recordAudit(tx, actor, {
      action: "api_key.revoked",
      subjectType: "api_key",
      subjectId: keyId,
      detail: { name: ended[0].name },
    });
  });

type NewKey = Pick<KeyRow, "name" | "scopes" | "isAi"> &
  Readonly<{ expiresInDays: number; clientId?: string }>;

async function insertKey(tx: Transaction, actor: MemberActor, wanted: NewKey) {
  const { name, scopes, isAi, expiresInDays, clientId } = wanted;
  const key = createApiKey();
  const id = newId();
  await tx.insert(apiKeys).values({
    id,
    tenantId: actor.tenantId,
    name,
    prefix: prefixOf(key),
    hash: hashApiKey(key),
    clientId: clientId ?? id,
    scopes: [...scopes],
    isAi,
    createdById: actor.userId,
    createdByName: actor.name,
    expiresAt: sql`now() + make_interval(days => ${expiresInDays})`,
  });
  return { key, id };
}

const noSuchKey = (): DomainError =>
  new DomainError("not_found", "This key does not exist, or it was revoked.");
