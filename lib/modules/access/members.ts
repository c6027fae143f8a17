import "server-only";
import { and, asc, eq, isNull, ne, sql } from "drizzle-orm";
import { recordAudit } from "@/lib/modules/audit/audit";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor, readAs, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { mayManageAccess } from "./policy";
import type { ChangeRole, MemberRow } from "./schema";
import { members } from "./tables";

/** @throws DomainError forbidden for everybody who does not manage the workspace */
export function requireManager(actor: MemberActor): void {
  if (!mayManageAccess(actor))
    throw new DomainError("forbidden", "Only an admin of this workspace may do this.");
}

export async function listMembers(actor: MemberActor): Promise<MemberRow[]> {
  const [rows] = await readAs(actor, (db) => [
    db.select().from(members).where(eq(members.tenantId, actor.tenantId)).orderBy(asc(members.name)),
  ]);
  return rows;
}

/** A member who works there now. */
export async function findActiveMember(
  tx: Transaction,
  tenantId: string,
  userId: string,
): Promise<MemberRow | undefined> {
  const [member] = await tx
    .select()
    .from(members)
    .where(and(eq(members.tenantId, tenantId), eq(members.userId, userId), isNull(members.disabledAt)));
  return member;
}

/** @throws DomainError conflict when the workspace would be left without an admin */
export const changeRole = (actor: MemberActor, { userId, role }: ChangeRole): Promise<void> =>
  asActor(actor, async (tx) => {
    requireManager(actor);
    const member = await lockMember(tx, actor, userId);
    if (member.role === role) return;
    if (member.role === "admin") await requireAnotherAdmin(tx, actor, userId);
    await tx.update(members).set({ role }).where(rowOf(actor, userId));
    await recordAudit(tx, actor, {
      action: "member.role_changed",
      subjectType: "member",
      subjectId: userId,
      detail: { from: member.role, to: role, name: member.name },
    });
  });

/** Takes the workspace from a member; what they did stays theirs. Acts within a second, everywhere. */
export const disableMember = (actor: MemberActor, userId: string): Promise<void> =>
  asActor(actor, async (tx) => {
    requireManager(actor);
    const member = await lockMember(tx, actor, userId);
    if (member.disabledAt) return;
    if (member.role === "admin") await requireAnotherAdmin(tx, actor, userId);
    await tx.update(members).set({ disabledAt: new Date() }).where(rowOf(actor, userId));
    await recordAudit(tx, actor, {
      action: "member.disabled",
      subjectType: "member",
      subjectId: userId,
      detail: { name: member.name },
    });
  });

export const enableMember = (actor: MemberActor, userId: string): Promise<void> =>
  asActor(actor, async (tx) => {
    requireManager(actor);
    const member = await lockMember(tx, actor, userId);
    if (!member.disabledAt) return;
    if (!member.email) throw new DomainError("conflict", "This account does not exist any more.");
    await tx.update(members).set({ disabledAt: null }).where(rowOf(actor, userId));
    await recordAudit(tx, actor, {
      action: "member.enabled",
      subjectType: "member",
      subjectId: userId,
      detail: { name: member.name },
    });
  });

const rowOf = (actor: MemberActor, userId: string) =>
  and(eq(members.tenantId, actor.tenantId), eq(members.userId, userId));

// Two admins who demote each other queue here, and the second is refused.
async function lockMember(tx: Transaction, actor: MemberActor, userId: string): Promise<MemberRow> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`members:${actor.tenantId}`}, 0))`);
  const [member] = await tx.select().from(members).where(rowOf(actor, userId));
  if (!member) throw new DomainError("not_found", "This member does not exist.");
  return member;
}

async function requireAnotherAdmin(tx: Transaction, actor: MemberActor, userId: string): Promise<void> {
  const others = await tx.$count(
    members,
    and(
      eq(members.tenantId, actor.tenantId),
      eq(members.role, "admin"),
      isNull(members.disabledAt),
      ne(members.userId, userId),
    ),
  );
  if (others === 0)
    throw new DomainError("conflict", "A workspace needs an admin. Make somebody else one first.");
}
