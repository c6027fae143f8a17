import type { MemberActor } from "@/lib/platform/actor";
import { newId } from "@/lib/platform/ids";
import { owner } from "./shop";

/** An admin of the tenant whose second factor was proved just now. */
export async function addAdmin(tenantId: string): Promise<MemberActor> {
  const [userId, sessionId] = [newId(), newId()];
  await owner`insert into makegood.members (tenant_id, user_id, role, name, email)
    values (${tenantId}, ${userId}, 'admin', 'Ada Novak', ${`${userId}@example.test`})`;
  await owner`insert into makegood.second_factors (user_id, sealed_secret, confirmed_at) values (${userId}, 'x', now())`;
  await owner`insert into makegood.sessions (id, user_id, kind, device, network, factor_verified_at)
    values (${sessionId}, ${userId}, 'full', 'Test', '127.0.0.1', now())`;
  return { kind: "member", tenantId, userId, role: "admin", name: "Ada Novak", sessionId };
}
