import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { listApprovers } from "@/lib/modules/access/approvers";
import { findActiveMember } from "@/lib/modules/access/members";
import type { MemberRow } from "@/lib/modules/access/schema";
import { loadSettings } from "@/lib/modules/access/settings";
import { recordAudit } from "@/lib/modules/audit/audit";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor, readAs, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import type { ApproverRole } from "./policy";
import { type Delegate, type Delegation, daysLent } from "./schema";
import { delegations } from "./tables";

/** A right to approve that somebody lent to a member. */
export type Loan = Readonly<{ role: ApproverRole; fromId: string; fromName: string; toId: string }>;

/** The strongest right that somebody lent to the actor and that still counts: the lender must hold it today. */
export async function findLoan(tx: Transaction, actor: MemberActor): Promise<Loan | undefined> {
  const loans = (await listLoans(tx, actor.tenantId)).filter(({ toId }) => toId === actor.userId);
  return loans.find(({ role }) => role === "finance") ?? loans[0];
}

async function listLoans(tx: Transaction, tenantId: string): Promise<readonly Loan[]> {
  const lent = await tx.select().from(delegations).where(standing(tenantId)).orderBy(asc(delegations.id));
  if (lent.length === 0) return [];
  const approvers = await listApprovers(tx, tenantId, "lead");
  return lent.filter(({ role, fromId }) => {
    const lender = approvers.find(({ userId }) => userId === fromId);
    return lender !== undefined && (lender.role === "finance" || role === "lead");
  });
}

type Addressee = Pick<MemberRow, "userId" | "email">;

/** Everybody who may say yes with `role`: by their own one, or by one that was lent to them. */
export async function listWhoApproves(
  tx: Transaction,
  tenantId: string,
  role: ApproverRole,
): Promise<readonly Addressee[]> {
  const people = new Map<string, Addressee>();
  for (const approver of await listApprovers(tx, tenantId, role)) people.set(approver.userId, approver);
  for (const loan of await listLoans(tx, tenantId)) {
    if (people.has(loan.toId) || (role === "finance" && loan.role === "lead")) continue;
    const borrower = await findActiveMember(tx, tenantId, loan.toId);
    if (borrower && borrower.role !== "viewer") people.set(borrower.userId, borrower);
  }
  return [...people.values()];
}

/** When a day that was named ends where the tenant works. @throws DomainError `invalid` unless it is ahead, within 90 days */
async function endOf(tx: Transaction, tenantId: string, day: string): Promise<Date> {
  const { businessHours } = await loadSettings(tx, tenantId);
  const [row] = await tx.execute<{ ends_at: string; days: number }>(sql`
    select ends_at, extract(epoch from ends_at - now()) / 86400 as days
    from (select (${day}::date + 1)::timestamp at time zone ${businessHours.timeZone} as ends_at) day`);
  const days = Number(row?.days);
  if (!row || !(days > 0)) {
    throw new DomainError("invalid", "Choose today or a day to come.", { field: "until" });
  }
  if (days > daysLent + 1) throw new DomainError("invalid", "At most 90 days.", { field: "until" });
  return new Date(row.ends_at);
}

/** Lends the actor's right to approve to another member, until the end of a day. The actor keeps it, too. Repeatable. */
export const delegate = (actor: MemberActor, { toId, until }: Delegate): Promise<string> =>
  asActor(actor, async (tx) => {
    if (actor.role !== "lead" && actor.role !== "finance") {
      throw new DomainError("forbidden", "Only a lead or finance has a right to approve to lend.");
    }
    if (toId === actor.userId) throw new DomainError("invalid", "Choose somebody else.", { field: "toId" });
    const member = await findActiveMember(tx, actor.tenantId, toId);
    if (!member || member.role === "viewer" || member.role === "admin") {
      throw new DomainError("invalid", "Choose an agent, a lead or finance.", { field: "toId" });
    }
    const endsAt = await endOf(tx, actor.tenantId, until);
    // Sent twice it is lent once.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`lent:${actor.userId}`}, 0))`);
    const [lent] = await tx
      .select({ id: delegations.id })
      .from(delegations)
      .where(
        and(
          standing(actor.tenantId),
          eq(delegations.fromId, actor.userId),
          eq(delegations.toId, toId),
          eq(delegations.role, actor.role),
          eq(delegations.endsAt, endsAt),
        ),
      );
    if (lent) return lent.id;
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
  const [rows] = await readAs(actor, (db) => [db.select().from(delegations).where(standing(actor.tenantId))]);
  return rows;
}

const standing = (tenantId: string) =>
  and(eq(delegations.tenantId, tenantId), isNull(delegations.revokedAt), sql`${delegations.endsAt} > now()`);
