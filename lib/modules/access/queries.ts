import "server-only";
import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { roles } from "@/lib/platform/actor";
import { asActor, type Transaction } from "@/lib/platform/db";
import type { Account, Membership, TenantSummary } from "./schema";
import { profiles } from "./tables";

const membershipRow = z
  .object({
    tenant_id: z.string(),
    slug: z.string(),
    tenant_name: z.string(),
    currency: z.string(),
    role: z.enum(roles),
    name: z.string(),
  })
  .transform(
    (row): Membership => ({
      tenantId: row.tenant_id,
      slug: row.slug,
      tenantName: row.tenant_name,
      currency: row.currency,
      role: row.role,
      name: row.name,
    }),
  );

const tenantRow = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    currency: z.string(),
    members: z.coerce.number(),
    cases: z.coerce.number(),
    created_at: z.coerce.date(),
  })
  .transform(
    (row): TenantSummary => ({
      id: row.id,
      slug: row.slug,
      name: row.name,
      currency: row.currency,
      memberCount: row.members,
      caseCount: row.cases,
      createdAt: row.created_at,
    }),
  );

/**
 * The account behind a session, read from the primary: a session that was just ended, or an account that was just
 * disabled, is undefined at once.
 */
export function findAccount(sessionId: string, userId: string): Promise<Account | undefined> {
  return asActor({ kind: "visitor", userId }, async (tx) => {
    const [live, known, memberships] = await Promise.all([
      tx.execute<{ live: boolean }>(sql`select private.session_is_live(${sessionId}, ${userId}) as live`),
      tx.select().from(profiles).where(eq(profiles.id, userId)),
      tx.execute(sql`select * from private.list_memberships(${userId})`),
    ]);
    if (!live[0]?.live) return undefined;
    const profile = known[0] ?? (await repairProfile(tx, userId));
    if (!profile || profile.disabledAt) return undefined;
    return {
      userId,
      name: profile.name,
      isPlatformAdmin: profile.role === "admin",
      memberships: z.array(membershipRow).parse([...memberships]),
    };
  });
}

// Users from before the trigger, or whose trigger failed, have no profile until they are first seen.
async function repairProfile(tx: Transaction, userId: string) {
  await tx.execute(sql`select from private.ensure_profile(${userId})`);
  const [profile] = await tx.select().from(profiles).where(eq(profiles.id, userId));
  return profile;
}

/** Every tenant of the platform; empty unless `userId` is a platform admin. */
export function listTenantsForAdmin(userId: string): Promise<TenantSummary[]> {
  return asActor({ kind: "visitor", userId }, async (tx) =>
    z.array(tenantRow).parse([...(await tx.execute(sql`select * from private.list_tenants_for_admin()`))]),
  );
}
