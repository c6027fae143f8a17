import postgres from "postgres";
import { afterAll, expect, it } from "vitest";
import { acceptInvitation } from "@/lib/modules/access/invitations";
import { sealAudit } from "@/lib/modules/audit/jobs";
import type { Visitor } from "@/lib/platform/actor";
import { newId } from "@/lib/platform/ids";
import { tracesOf } from "@/lib/testing/accounts";
import { setting } from "@/lib/testing/setting";
import { createShop, owner } from "@/lib/testing/shop";
import { eraseAccount } from "./profile";
import { endSessions, findAccount, listSessions, recordSession } from "./sessions";

// The auth server's tables belong to it; the administrator plays its part here.
const address = new URL(setting("DATABASE_ADMIN_URL"));
address.pathname = new URL(setting("DATABASE_OWNER_URL")).pathname;
const admin = postgres(address.href, { max: 1, onnotice: () => undefined });
afterAll(() => admin.end());

async function createUser(): Promise<{ userId: string; email: string }> {
  const userId = crypto.randomUUID();
  const email = `${userId}@example.test`;
  await admin`insert into auth.users (id, email, email_confirmed_at, created_at, updated_at)
    values (${userId}, ${email}, now(), now(), now())`;
  return { userId, email };
}

/** A session as the auth server opens it. */
async function openAtServer(userId: string): Promise<string> {
  const id = crypto.randomUUID();
  await admin`insert into auth.sessions (id, user_id, created_at, updated_at) values (${id}, ${userId}, now(), now())`;
  return id;
}

const letIn = (id: string, userId: string) =>
  recordSession({ id, userId, kind: "full", device: "Test", network: "127.0.0.1", isPasswordVerified: true });

async function signIn() {
  const { userId, email } = await createUser();
  const sessionId = await openAtServer(userId);
  await letIn(sessionId, userId);
  return { userId, email, sessionId };
}

it("opens nothing by the auth server's word alone, nor by ours alone", async () => {
  const { userId } = await createUser();
  const behindOurBack = await openAtServer(userId);
  expect(await findAccount(behindOurBack, userId)).toBeUndefined();
  await letIn(behindOurBack, userId);
  expect(await findAccount(behindOurBack, userId)).toMatchObject({ userId });
  const madeUp = crypto.randomUUID();
  await letIn(madeUp, userId);
  expect(await findAccount(madeUp, userId)).toBeUndefined();
});

it("is closed by a ban, a disabled profile and the end of the session at the auth server", async () => {
  const { userId, sessionId } = await signIn();
  await admin`update auth.users set banned_until = now() + interval '1 hour' where id = ${userId}`;
  expect(await findAccount(sessionId, userId)).toBeUndefined();
  await admin`update auth.users set banned_until = null where id = ${userId}`;
  await owner`update makegood.profiles set disabled_at = now() where id = ${userId}`;
  expect(await findAccount(sessionId, userId)).toBeUndefined();
  await owner`update makegood.profiles set disabled_at = null where id = ${userId}`;
  expect(await findAccount(sessionId, userId)).toMatchObject({ userId });
  await admin`delete from auth.sessions where id = ${sessionId}`;
  expect(await findAccount(sessionId, userId)).toBeUndefined();
});

it("shows nobody the account or the sessions of somebody else", async () => {
  const [one, other] = [await signIn(), await signIn()];
  expect(await findAccount(one.sessionId, other.userId)).toBeUndefined();
  expect((await listSessions(other.userId)).map(({ id }) => id)).toEqual([other.sessionId]);
  expect(await endSessions(other.userId, "one", one.sessionId)).toBe(0);
  expect(await findAccount(one.sessionId, one.userId)).toMatchObject({ userId: one.userId });
});

it("ends all sessions but this one, here and at the auth server", async () => {
  const { userId, sessionId } = await signIn();
  const others = [await openAtServer(userId), await openAtServer(userId)];
  for (const id of others) await letIn(id, userId);
  expect(await endSessions(userId, "others", sessionId)).toBe(2);
  const left = await admin<{ id: string }[]>`select id from auth.sessions where user_id = ${userId}`;
  expect(left.map(({ id }) => id)).toEqual([sessionId]);
});

it("repairs the profile of a user whom the trigger missed", async () => {
  const { userId, sessionId } = await signIn();
  await owner`delete from makegood.profiles where id = ${userId}`;
  expect(await findAccount(sessionId, userId)).toMatchObject({ name: "", memberships: [] });
});

it("lets one of two clicks on an invitation join, and tells the other that it was answered", async () => {
  const { userId, email } = await signIn();
  const { tenantId } = await createShop();
  const id = newId();
  await owner`
    insert into makegood.invitations
      (id, tenant_id, email, role, invited_by_id, invited_by_name, notice_id, expires_at)
    values (${id}, ${tenantId}, ${email}, 'agent', ${newId()}, 'Ada', ${newId()}, now() + interval '1 day')`;
  const visitor: Visitor = { kind: "visitor", userId };
  const results = await Promise.allSettled([acceptInvitation(visitor, id), acceptInvitation(visitor, id)]);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const members = await owner`
    select role from makegood.members where tenant_id = ${tenantId} and user_id = ${userId}`;
  expect([...members]).toEqual([{ role: "agent" }]);
});

it("erases a person and keeps what they did with money, without the name", async () => {
  const { userId, email } = await signIn();
  const { tenantId } = await createShop();
  const [caseId, customerId, decisionId] = [newId(), newId(), newId()];
  const name = `Nora ${userId}`;
  await owner`insert into makegood.members (tenant_id, user_id, role, name, email)
    values (${tenantId}, ${userId}, 'agent', ${name}, ${email})`;
  await owner`insert into makegood.customers (id, tenant_id, external_id, name, email)
    values (${customerId}, ${tenantId}, ${customerId}, 'Ben', 'ben@example.test')`;
  const step = [{ step: "decision", state: "done", attempts: 1, by: name }];
  await owner`insert into makegood.cases (id, tenant_id, number, customer_id, subject, follow_through)
    values (${caseId}, ${tenantId}, 1, ${customerId}, 'Money', ${owner.json(step)})`;
  await owner`
    insert into makegood.decisions (id, tenant_id, case_id, state, amount_minor, currency, legs, lines, reason_code,
      rationale, proposed_by_kind, proposed_by_id, proposed_by_name, approval_hash)
    values (${decisionId}, ${tenantId}, ${caseId}, 'approved', 100, 'USD', '[]', '[]', 'damaged', 'broken', 'member',
      ${userId}, ${name}, 'x')`;
  await owner`
    insert into makegood.audit_log (id, tenant_id, actor_kind, actor_id, actor_name, action, subject_type, subject_id)
    values (${newId()}, ${tenantId}, 'member', ${userId}, ${name}, 'decision.proposed', 'decision', ${decisionId})`;
  const by = { id: userId, name };
  await owner`
    insert into makegood.policy_versions
      (id, tenant_id, number, title, document, created_by_id, created_by_name, published_by_id, published_by_name)
    values (${newId()}, ${tenantId}, 1, 'First', '{}', ${by.id}, ${by.name}, ${by.id}, ${by.name})`;
  await owner`
    insert into makegood.kill_switches
      (id, tenant_id, reason, placed_by_id, placed_by_name, lifted_by_id, lifted_by_name, lifted_at)
    values (${newId()}, ${tenantId}, 'Stop', ${by.id}, ${by.name}, ${by.id}, ${by.name}, now())`;
  const approvalId = newId();
  await owner`
    insert into makegood.approvals (id, tenant_id, case_id, decision_id, hash, required_role, expires_at)
    values (${approvalId}, ${tenantId}, ${caseId}, ${decisionId}, 'x', 'lead', now())`;
  await owner`
    insert into makegood.approval_votes (tenant_id, approval_id, member_id, member_name, role, hash)
    values (${tenantId}, ${approvalId}, ${by.id}, ${by.name}, 'lead', 'x')`;
  await owner`
    insert into makegood.delegations (id, tenant_id, from_id, from_name, role, to_id, to_name, ends_at)
    values (${newId()}, ${tenantId}, ${by.id}, ${by.name}, 'lead', ${by.id}, ${by.name}, now())`;
  const [messageId, fileId] = [newId(), newId()];
  await owner`insert into makegood.messages (id, tenant_id, case_id, kind, author_name, author_id, body)
    values (${messageId}, ${tenantId}, ${caseId}, 'note', ${name}, ${userId}, 'Looks right.')`;
  await owner`insert into makegood.attachment_contents (tenant_id, sha256, content) values (${tenantId}, 'x', 'x')`;
  await owner`insert into makegood.attachments
      (id, tenant_id, case_id, message_id, name, media_type, size_bytes, sha256, added_by_name, confirmed_by_name)
    values (${fileId}, ${tenantId}, ${caseId}, ${messageId}, 'a.txt', 'text/plain', 1, 'x', ${name}, ${name})`;
  await owner`insert into makegood.audit_log
      (id, tenant_id, actor_kind, actor_id, actor_name, action, subject_type, subject_id, detail)
    values (${newId()}, ${tenantId}, 'member', ${userId}, ${name}, 'attachment.confirmed', 'case', ${caseId},
      ${owner.json({ attachmentId: fileId })})`;
  await owner`insert into makegood.mail_templates (tenant_id, mail, locale, subject, body, updated_by_name)
    values (${tenantId}, 'reply', 'en', 'Re', 'Hello', ${name})`;
  await sealAudit(tenantId);
  await eraseAccount({ userId, email, locale: "en" });

  const rows = await owner`
    select d.proposed_by_id, d.proposed_by_name, d.amount_minor, a.actor_id, a.actor_name,
      c.follow_through -> 0 ->> 'by' as by
    from makegood.decisions d
    join makegood.audit_log a on a.subject_id = d.id
    join makegood.cases c on c.id = d.case_id
    where d.id = ${decisionId}`;
  const gone = "Former member";
  expect(rows[0]).toMatchObject({
    proposed_by_id: userId,
    proposed_by_name: gone,
    amount_minor: 100,
    actor_id: userId,
    actor_name: gone,
    by: gone,
  });
  expect(await admin`select from auth.users where id = ${userId}`).toHaveLength(0);
  expect(await tracesOf(name)).toEqual([]);
});
