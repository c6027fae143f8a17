import { expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { addAdmin } from "@/lib/testing/admin";
import { createShop, owner } from "@/lib/testing/shop";
import { createKey, findKeyActor, revokeKey, rotateKey } from "./api-keys";
import { invitationToken, readInvitationToken } from "./invitations";
import { changeRole, disableMember } from "./members";

it("keeps an admin when two demote each other at the same moment", async () => {
  // Not every race is close, so there are ten.
  for (let race = 0; race < 10; race += 1) {
    const { tenantId } = await createShop();
    const [one, two] = [await addAdmin(tenantId), await addAdmin(tenantId)];
    const results = await Promise.allSettled([
      changeRole(one, { userId: two.userId, role: "agent" }),
      disableMember(two, one.userId),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const admins = await owner`
      select from makegood.members where tenant_id = ${tenantId} and role = 'admin' and disabled_at is null`;
    expect(admins).toHaveLength(1);
  }
});

it("refuses whoever was an admin a moment ago, though their request says otherwise", async () => {
  const { tenantId, agent } = await createShop();
  const [former, present] = [await addAdmin(tenantId), await addAdmin(tenantId)];
  await changeRole(present, { userId: former.userId, role: "viewer" });
  await expect(changeRole(former, { userId: agent.userId, role: "admin" })).rejects.toThrow();
  const [row] = await owner`
    select role from makegood.members where tenant_id = ${tenantId} and user_id = ${agent.userId}`;
  expect(row?.role).toBe("agent");
});

it("refuses an admin whose proof is older than ten minutes, in the database as well", async () => {
  const { tenantId, agent } = await createShop();
  const admin = await addAdmin(tenantId);
  await owner`update makegood.sessions set factor_verified_at = now() - interval '11 minutes' where id = ${admin.sessionId}`;
  await expect(disableMember(admin, agent.userId)).rejects.toThrow();
  const [row] = await owner`
    select disabled_at, (select count(*)::int from makegood.audit_log where tenant_id = ${tenantId}) as acts
    from makegood.members where tenant_id = ${tenantId} and user_id = ${agent.userId}`;
  expect(row).toMatchObject({ disabled_at: null, acts: 0 });
});

it("writes every act about members and keys into the audit log, with who and whom", async () => {
  const { tenantId, agent } = await createShop();
  const admin = await addAdmin(tenantId);
  await changeRole(admin, { userId: agent.userId, role: "lead" });
  await createKey(admin, { name: "Warehouse", scopes: ["case:read"], expiresInDays: 30 });
  const acts = await owner`
    select action, actor_id from makegood.audit_log where tenant_id = ${tenantId} order by created_at`;
  expect(acts.map(({ action }) => action)).toEqual(["member.role_changed", "api_key.created"]);
  expect(acts.every(({ actor_id }) => actor_id === admin.userId)).toBe(true);
});

it("ends a key with its expiry, its revocation and its workspace, and an overlap never lengthens it", async () => {
  const { tenantId } = await createShop();
  const admin = await addAdmin(tenantId);
  const input = { name: "Warehouse", scopes: ["case:read" as const], expiresInDays: 1 };
  const [expired, revoked, rotated, orphaned] = [
    await createKey(admin, input),
    await createKey(admin, input),
    await createKey(admin, input),
    await createKey(admin, input),
  ];
  const idOf = async (key: string) => (await findKeyActor(key))?.keyId ?? "";
  const expiredId = await idOf(expired);
  await owner`update makegood.api_keys set expires_at = now() - interval '1 second' where id = ${expiredId}`;
  expect(await findKeyActor(expired)).toBeUndefined();
  await revokeKey(admin, await idOf(revoked));
  expect(await findKeyActor(revoked)).toBeUndefined();
  const rotatedId = await idOf(rotated);
  await owner`update makegood.api_keys set expires_at = now() + interval '1 hour' where id = ${rotatedId}`;
  const successor = await findKeyActor(await rotateKey(admin, rotatedId));
  expect(successor).toMatchObject({ clientId: rotatedId, scopes: ["case:read"] });
  expect(successor?.keyId).not.toBe(rotatedId);
  expect(await findKeyActor(await rotateKey(admin, successor?.keyId ?? ""))).toMatchObject({
    clientId: rotatedId,
  });
  const [row] = await owner`
    select expires_at < now() + interval '2 hours' as is_short from makegood.api_keys where id = ${rotatedId}`;
  expect(row?.is_short).toBe(true);
  await owner`update makegood.tenants set deleted_at = now() where id = ${tenantId}`;
  expect(await findKeyActor(orphaned)).toBeUndefined();
});

it("reads no invitation that was not signed here", () => {
  const id = newId();
  const token = invitationToken(id);
  expect(readInvitationToken(token)).toBe(id);
  for (const forged of [
    `${newId()}.${token.split(".")[1]}`,
    `${id}.`,
    id,
    "",
    `${token}x`,
    token.slice(0, -1),
  ])
    expect(readInvitationToken(forged)).toBeUndefined();
});
