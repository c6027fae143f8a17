import { and, eq, isNull, sql } from "drizzle-orm";
import { listApprovers } from "@/lib/modules/access/approvers";
import { findActiveMember } from "@/lib/modules/access/members";
import { recordAudit } from "@/lib/modules/audit/audit";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor, readAs, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import type { ApproverRole } from "./policy";
import type { Delegate, Delegation } from "./schema";
import { delegations } from "./tables";

/** The strongest role that somebody lent to the actor and that still counts: the lender must hold it today. */
export async function findDelegatedRole(
  tx: Transaction,
  actor: MemberActor,
): Promise<ApproverRole | undefined> {
  const lent = await tx
    .select({ role: delegations.role, fromId: delegations.fromId })
    .from(delegations)
    .where(and(standing(actor), eq(delegations.toId, actor.userId)));
  if (lent.length === 0) return undefined;
  const approvers = await listApprovers(tx, actor.tenantId, "lead");
  const roles = lent.flatMap(({ role, fromId }) => {
    const lender = approvers.find(({ userId }) => userId === fromId);
    return lender && (lender.role === "finance" || role === "lead") ? [role] : [];
  });
  return roles.includes("finance") ? "finance" : roles[0];
}

/** Lends the actor's right to approve to another member, until a date. The actor keeps it, too. */
export const delegate = (actor: MemberActor, { toId, endsAt }: Delegate): Promise<string> =>
  asActor(actor, async (tx) => {
    if (actor.role !== "lead" && actor.role !== "finance") {
      throw new DomainError("forbidden", "Only a lead or finance has a right to approve to lend.");
    }
    if (toId === actor.userId) throw new DomainError("invalid", "Choose somebody else.", { field: "toId" });
    const member = await findActiveMember(tx, actor.tenantId, toId);
    if (!member || member.role === "viewer" || member.role === "admin") {
      throw new DomainError("invalid", "Choose an agent, a lead or finance.", { field: "toId" });
    }
    const id = newId();
    await tx.insert(delegations).values({
      id,
      tenantId: actor.tenantId,
      fromId: actor.userId,
      fromName: actor.name,
      role: actor.role,
      toId,
      toName: member.name,
      endsAt,
    });
    await recordAudit(tx, actor, {
      action: "delegation.created",
      subjectType: "member",
      subjectId: toId,
      detail: { role: actor.role, endsAt: endsAt.toISOString() },
    });
    return id;
  });

/** Ends what the actor lent. Repeatable. */
export const revokeDelegation = (actor: MemberActor, delegationId: string): Promise<void> =>
  asActor(actor, async (tx) => {
    const [ended] = await tx
      .update(delegations)
      .set({ revokedAt: new Date() })
      .where(
        and(
          eq(delegations.tenantId, actor.tenantId),
          eq(delegations.id, delegationId),
          eq(delegations.fromId, actor.userId),
          isNull(delegations.revokedAt),
        ),
      )
      .returning({ toId: delegations.toId });
    if (!ended) return;
    await recordAudit(tx, actor, {
      action: "delegation.revoked",
      subjectType: "member",
      subjectId: ended.toId,
    });
  });

/** What is lent in the tenant now. */
export async function listDelegations(actor: MemberActor): Promise<Delegation[]> {
  const [rows] = await readAs(actor, (db) => [db.select().from(delegations).where(standing(actor))]);
  return rows;
}

const standing = ({ tenantId }: MemberActor) =>
  and(eq(delegations.tenantId, tenantId), isNull(delegations.revokedAt), sql`${delegations.endsAt} > now()`);
