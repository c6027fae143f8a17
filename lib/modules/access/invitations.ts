import "server-only";
import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import { recordAudit } from "@/lib/modules/audit/audit";
import { issueNotice } from "@/lib/modules/notices/commands";
import type { Locale } from "@/lib/modules/notices/schema";
import type { MemberActor, Visitor } from "@/lib/platform/actor";
import { asActor, readAs, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { isSignedBy, sign } from "@/lib/platform/sealed";
import { requireManager } from "./members";
import { invitationDays } from "./policy";
import type { InvitationOffer, InvitationRow, Invite } from "./schema";
import { invitations, members, tenants } from "./tables";

const purpose = "invitation";

/** What the link of an invitation carries: its id and our signature. */
export const invitationToken = (invitationId: string): string =>
  `${invitationId}.${sign(purpose, invitationId)}`;

/** The invitation a token stands for, or undefined when we did not sign it. */
export function readInvitationToken(token: string): string | undefined {
  const [id = "", signature = ""] = token.split(".");
  return isSignedBy(purpose, id, signature) ? id : undefined;
}

/**
 * Asks somebody by mail to join. Whether the address has an account shows nowhere.
 * @throws DomainError conflict when they belong to the workspace already
 */
export const inviteMember = (actor: MemberActor, { email, role }: Invite): Promise<void> =>
  asActor(actor, async (tx) => {
    requireManager(actor);
    const known = await tx.$count(
      members,
      and(eq(members.tenantId, actor.tenantId), eq(members.email, email), isNull(members.disabledAt)),
    );
    if (known > 0) {
      throw new DomainError("conflict", `${email} belongs to this workspace already.`, { field: "email" });
    }
    // A new invitation takes the place of the one before.
    await tx
      .update(invitations)
      .set({ revokedAt: new Date() })
      .where(
        and(
          eq(invitations.tenantId, actor.tenantId),
          eq(invitations.email, email),
          isNull(invitations.acceptedAt),
          isNull(invitations.revokedAt),
        ),
      );
    const id = newId();
    await tx.insert(invitations).values({
      id,
      tenantId: actor.tenantId,
      email,
      role,
      invitedById: actor.userId,
      invitedByName: actor.name,
      noticeId: await sendInvitation(tx, actor, { id, email, role }),
      expiresAt: sql`now() + make_interval(days => ${invitationDays})`,
    });
    await recordAudit(tx, actor, {
      action: "member.invited",
      subjectType: "member",
      subjectId: id,
      detail: { email, role },
    });
  });

/** Sends the mail again and lets the link work for another week. */
export const resendInvitation = (actor: MemberActor, invitationId: string): Promise<void> =>
  asActor(actor, async (tx) => {
    requireManager(actor);
    const [invitation] = await tx
      .select()
      .from(invitations)
      .where(openRow(actor, invitationId))
      .for("update");
    if (!invitation) throw noSuchInvitation();
    await tx
      .update(invitations)
      .set({
        noticeId: await sendInvitation(tx, actor, invitation),
        expiresAt: sql`now() + make_interval(days => ${invitationDays})`,
      })
      .where(openRow(actor, invitationId));
  });

export const revokeInvitation = (actor: MemberActor, invitationId: string): Promise<void> =>
  asActor(actor, async (tx) => {
    requireManager(actor);
    const revoked = await tx
      .update(invitations)
      .set({ revokedAt: new Date() })
      .where(openRow(actor, invitationId))
      .returning({ email: invitations.email });
    if (!revoked[0]) throw noSuchInvitation();
    await recordAudit(tx, actor, {
      action: "member.invitation_revoked",
      subjectType: "member",
      subjectId: invitationId,
      detail: { email: revoked[0].email },
    });
  });

/** Invitations that nobody answered yet, and what became of their mails. */
export async function listInvitations(actor: MemberActor): Promise<InvitationRow[]> {
  const mailState = sql<InvitationRow["mailState"]>`coalesce((
    select case when e.state = 'done' then 'sent' when e.state = 'dead' then 'failed' else 'sending' end
    from makegood.effects e
    where e.tenant_id = ${invitations.tenantId} and e.kind = 'notice' and e.subject_id = ${invitations.noticeId}
    limit 1), 'sending')`;
  const [rows] = await readAs(actor, (db) => [
    db
      .select({
        id: invitations.id,
        email: invitations.email,
        role: invitations.role,
        invitedByName: invitations.invitedByName,
        expiresAt: invitations.expiresAt,
        createdAt: invitations.createdAt,
        mailState,
      })
      .from(invitations)
      .where(
        and(
          eq(invitations.tenantId, actor.tenantId),
          isNull(invitations.acceptedAt),
          isNull(invitations.revokedAt),
          gt(invitations.expiresAt, sql`now() - interval '30 days'`),
        ),
      )
      .orderBy(desc(invitations.createdAt)),
  ]);
  return rows;
}

/** What whoever holds a signed link may know. */
export async function findInvitation(invitationId: string): Promise<InvitationOffer | undefined> {
  const rows = await asActor({ kind: "visitor", userId: null }, (tx) =>
    tx.execute<{
      id: string;
      tenant_name: string;
      slug: string;
      email: string;
      role: InvitationOffer["role"];
      invited_by_name: string;
      state: InvitationOffer["state"];
    }>(sql`select * from private.find_invitation(${invitationId})`),
  );
  const row = rows[0];
  return (
    row && {
      id: row.id,
      tenantName: row.tenant_name,
      slug: row.slug,
      email: row.email,
      role: row.role,
      invitedByName: row.invited_by_name,
      state: row.state,
    }
  );
}

/**
 * Makes whoever accepts a member. Of two clicks one joins and the other is told that it was answered.
 * @returns the slug of the workspace
 * @throws DomainError conflict when it was answered, revoked, has expired or was sent to somebody else
 */
export async function acceptInvitation(visitor: Visitor, invitationId: string): Promise<string> {
  const rows = await asActor(visitor, (tx) =>
    tx.execute<{ slug: string | null }>(sql`select private.accept_invitation(${invitationId}) as slug`),
  );
  const slug = rows[0]?.slug;
  if (slug) return slug;
  throw new DomainError("conflict", "This invitation cannot be accepted any more. Ask for a new one.");
}

const openRow = (actor: MemberActor, invitationId: string) =>
  and(
    eq(invitations.tenantId, actor.tenantId),
    eq(invitations.id, invitationId),
    isNull(invitations.acceptedAt),
    isNull(invitations.revokedAt),
  );

async function sendInvitation(
  tx: Transaction,
  actor: MemberActor,
  { id, email, role }: Pick<InvitationRow, "id" | "email" | "role">,
): Promise<string> {
  const [tenant] = await tx.select().from(tenants).where(eq(tenants.id, actor.tenantId));
  const locale: Locale = tenant?.locale.startsWith("de") ? "de" : "en";
  const detail = { invitationId: id, tenantName: tenant?.name ?? "", invitedBy: actor.name, role };
  return issueNotice(tx, actor, { userId: null, email, locale, kind: "invitation", detail });
}

const noSuchInvitation = (): DomainError =>
  new DomainError("not_found", "This invitation was answered or revoked.");
