import "server-only";
import { and, asc, eq, lte, sql } from "drizzle-orm";
import { recordAudit } from "@/lib/modules/audit/audit";
import { appendEvent } from "@/lib/modules/outbox/outbox";
import type { Actor, SystemActor } from "@/lib/platform/actor";
import { hashOf } from "@/lib/platform/canonical";
import type { Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { mayDraftPolicy, type Permission } from "./policy";
import { policyVersions } from "./tables";
import type { PolicyState } from "./terms";

export type LockedVersion = typeof policyVersions.$inferSelect;

/**
 * Makes the changes of a tenant's versions wait for each other, and turns every page that is due, so that whatever
 * comes next replaces what really is in force. Repeatable. @returns how many came into force
 */
export async function lockPolicies(tx: Transaction, tenantId: string): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`policies:${tenantId}`}, 0))`);
  const due = await tx
    .select()
    .from(policyVersions)
    .where(
      and(
        eq(policyVersions.tenantId, tenantId),
        eq(policyVersions.state, "scheduled"),
        lte(policyVersions.startsAt, sql`clock_timestamp()`),
      ),
    )
    .orderBy(asc(policyVersions.startsAt), asc(policyVersions.number));
  const product: SystemActor = { kind: "system", tenantId, name: "Makegood" };
  for (const version of due) await moveIntoForce(tx, product, version, {});
  return due.length;
}

/** The version as it stands while nobody else can move it. @throws DomainError for whoever may not change versions */
export async function lockVersion(tx: Transaction, actor: Actor, versionId: string): Promise<LockedVersion> {
  demand(mayDraftPolicy(actor));
  await lockPolicies(tx, actor.tenantId);
  return findLocked(tx, actor.tenantId, versionId);
}

export async function findLocked(
  tx: Transaction,
  tenantId: string,
  versionId: string,
): Promise<LockedVersion> {
  const [version] = await tx
    .select()
    .from(policyVersions)
    .where(and(eq(policyVersions.tenantId, tenantId), eq(policyVersions.id, versionId)));
  if (!version) throw new DomainError("not_found", "This version does not exist.");
  return version;
}

type Moment = Date | ReturnType<typeof sql>;
type Start = Readonly<{ publishedById?: string; publishedByName?: string; startsAt?: Moment }>;

/** Publishes a locked version and supersedes the one before it, and says so to whom it concerns. */
export async function moveIntoForce(
  tx: Transaction,
  actor: Actor,
  version: LockedVersion,
  start: Start,
): Promise<void> {
  const { tenantId } = version;
  const [former] = await tx
    .select()
    .from(policyVersions)
    .where(and(eq(policyVersions.tenantId, tenantId), eq(policyVersions.state, "published")));
  if (former) {
    const supersededAt = start.startsAt ?? version.startsAt ?? sql`clock_timestamp()`;
    await moveVersion(tx, former, { state: "superseded", supersededAt });
  }
  await moveVersion(tx, version, { state: "published", ...start });
  await appendEvent(
    tx,
    { tenantId, type: "tenant", id: tenantId },
    { type: "policy.published", payload: { versionId: version.id, number: version.number } },
  );
  await recordAudit(tx, actor, {
    action: "policy.published",
    subjectType: "policy_version",
    subjectId: version.id,
    detail: { documentHash: hashOf(version.document), createdById: version.createdById },
    before: { inForce: former?.number ?? 0 },
    after: { inForce: version.number },
  });
}

type Move = Readonly<{
  state: PolicyState;
  revision?: number;
  publishedById?: string | null;
  publishedByName?: string | null;
  startsAt?: Moment | null;
  supersededAt?: Moment;
}>;

/** Changes the state of a locked version. */
export async function moveVersion(tx: Transaction, version: LockedVersion, move: Move): Promise<void> {
  const moved = await tx
    .update(policyVersions)
    .set({ ...move, updatedAt: sql`now()` })
    .where(and(rowOf(version), eq(policyVersions.state, version.state)))
    .returning({ id: policyVersions.id });
  if (moved.length !== 1) throw new Error("a locked version of the policy was moved by somebody else");
}

export const rowOf = ({ tenantId, id }: LockedVersion) =>
  and(eq(policyVersions.tenantId, tenantId), eq(policyVersions.id, id));

export function demand(permission: Permission): void {
  if (!permission.allowed) throw new DomainError("forbidden", permission.reason);
}

/** @throws DomainError conflict, with the state that another act left behind */
export function requireState(version: LockedVersion, states: readonly PolicyState[]): void {
  if (states.includes(version.state)) return;
  throw new DomainError("conflict", `Version ${version.number} is ${version.state} by now.`, {
    more: { state: version.state, revision: version.revision },
  });
}

/** @throws DomainError conflict when the draft was saved since `revision` was read */
export function requireRevision(version: LockedVersion, revision: number): void {
  if (version.revision === revision) return;
  throw new DomainError("conflict", "Somebody saved this draft meanwhile. Open it again before you go on.", {
    more: { state: version.state, revision: version.revision },
  });
}
