import "server-only";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { recordAudit } from "@/lib/modules/audit/audit";
import type { Author, MemberActor } from "@/lib/platform/actor";
import { readAs, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { mayResumePayouts, mayStopPayouts } from "./policy";
import { sameProgram } from "./same-program";
import type { ResumePayouts, StopPayouts } from "./schema";
import { listActiveSwitches } from "./settings";
import { apiKeys, killSwitches } from "./tables";

/**
 * Stops the tenant's payouts, or what one key decides by itself. Repeatable: there is one switch for each at a time.
 * @returns the switch's id
 */
export async function placeSwitch(tx: Transaction, actor: MemberActor, input: StopPayouts): Promise<string> {
  if (!mayStopPayouts(actor)) {
    throw new DomainError(
      "forbidden",
      `Your role (${actor.role}) does not stop payouts. Ask a lead, finance or an admin.`,
    );
  }
  const { keyId, reason } = input;
  await lockSwitches(tx, actor.tenantId);
  if (keyId) await requireKey(tx, actor.tenantId, keyId);
  const [placed] = await tx
    .select({ id: killSwitches.id })
    .from(killSwitches)
    .where(
      and(
        eq(killSwitches.tenantId, actor.tenantId),
        keyId
          ? sql`${killSwitches.keyId} = any(${sameProgram(actor.tenantId, keyId)})`
          : isNull(killSwitches.keyId),
        isNull(killSwitches.liftedAt),
      ),
    );
  if (placed) return placed.id;
  const id = newId();
  await tx.insert(killSwitches).values({
    id,
    tenantId: actor.tenantId,
    keyId: keyId ?? null,
    reason,
    placedById: actor.userId,
    placedByName: actor.name,
  });
  await recordAudit(tx, actor, {
    action: "payouts.stopped",
    subjectType: "kill_switch",
    subjectId: id,
    detail: { keyId: keyId ?? null, reason },
    before: { isActive: false },
    after: { isActive: true },
  });
  return id;
}

/**
 * Lifts a switch. Repeatable.
 * @returns what it stopped, or undefined when somebody had lifted it before
 */
export async function liftSwitch(
  tx: Transaction,
  actor: MemberActor,
  { switchId }: ResumePayouts,
): Promise<Readonly<{ keyId: string | null }> | undefined> {
  await lockSwitches(tx, actor.tenantId);
  const ofSwitch = and(eq(killSwitches.tenantId, actor.tenantId), eq(killSwitches.id, switchId));
  const [placed] = await tx.select().from(killSwitches).where(ofSwitch);
  if (!placed) throw new DomainError("not_found", "This switch does not exist.");
  if (!mayResumePayouts(actor, placed)) {
    throw new DomainError(
      "forbidden",
      "Finance, an admin or the lead who stopped the payouts lets them go on.",
    );
  }
  if (placed.liftedAt) return undefined;
  await tx
    .update(killSwitches)
    .set({ liftedAt: sql`now()`, liftedById: actor.userId, liftedByName: actor.name })
    .where(ofSwitch);
  await recordAudit(tx, actor, {
    action: "payouts.resumed",
    subjectType: "kill_switch",
    subjectId: switchId,
    detail: { keyId: placed.keyId },
    before: { isActive: true },
    after: { isActive: false },
  });
  return { keyId: placed.keyId };
}

/**
 * Is what a key does alone stopped, by a switch of its own or by one for the whole tenant? Nobody places a switch until
 * the key's transaction ends, so that whoever does sees what the key decided. Ask before anything else is locked.
 */
export async function isStopped(tx: Transaction, actor: Author): Promise<boolean> {
  if (actor.kind !== "key") return false;
  await tx.execute(
    sql`select pg_advisory_xact_lock_shared(hashtextextended(${`switches:${actor.tenantId}`}, 0))`,
  );
  return (await listActiveSwitches(tx, actor.tenantId, actor.keyId)).length > 0;
}

// Two who stop the same at once place one switch.
async function lockSwitches(tx: Transaction, tenantId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`switches:${tenantId}`}, 0))`);
}

// A key that was revoked can still have decided what is not paid yet.
async function requireKey(tx: Transaction, tenantId: string, keyId: string): Promise<void> {
  const [key] = await tx
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(and(eq(apiKeys.tenantId, tenantId), eq(apiKeys.id, keyId)));
  if (!key) throw new DomainError("not_found", "This key does not exist.", { field: "keyId" });
}

export type PlacedSwitch = Readonly<{
  id: string;
  keyId: string | null;
  keyName: string | null;
  reason: string;
  placedById: string | null;
  placedByName: string;
}>;

/** Every stop that stands: of all payouts, and of single keys. */
export async function listPlacedSwitches(actor: MemberActor): Promise<PlacedSwitch[]> {
  const [rows] = await readAs(actor, (db) => [
    db
      .select({
        id: killSwitches.id,
        keyId: killSwitches.keyId,
        keyName: apiKeys.name,
        reason: killSwitches.reason,
        placedById: killSwitches.placedById,
        placedByName: killSwitches.placedByName,
      })
      .from(killSwitches)
      .leftJoin(apiKeys, and(eq(apiKeys.tenantId, killSwitches.tenantId), eq(apiKeys.id, killSwitches.keyId)))
      .where(and(eq(killSwitches.tenantId, actor.tenantId), isNull(killSwitches.liftedAt)))
      .orderBy(desc(killSwitches.id)),
  ]);
  return rows;
}
