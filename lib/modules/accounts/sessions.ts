import "server-only";
import { desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { locales } from "@/lib/modules/notices/schema";
import { roles, type Visitor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import type { Account, OwnSession, SessionKind, SessionState } from "./schema";
import { sessions } from "./tables";

type NewSession = Readonly<{
  id: string;
  userId: string;
  kind: SessionKind;
  device: string;
  network: string;
  isPasswordVerified: boolean;
}>;

const visitor = (userId: string, sessionId?: string): Visitor => ({
  kind: "visitor",
  userId,
  ...(sessionId && { sessionId }),
});

/** Lets a session of the auth server in. Repeatable. @returns whether its owner had other sessions */
export async function recordSession(session: NewSession): Promise<boolean> {
  const { id, userId, kind, device, network, isPasswordVerified } = session;
  return asActor(visitor(userId), async (tx) => {
    const others = await tx
      .select({ id: sessions.id })
      .from(sessions)
      .where(eq(sessions.userId, userId))
      .limit(1);
    await tx
      .insert(sessions)
      .values({
        id,
        userId,
        kind,
        device,
        network,
        passwordVerifiedAt: isPasswordVerified ? new Date() : null,
      })
      .onConflictDoNothing();
    return others.length > 0;
  });
}

const momentOrNone = z
  .string()
  .nullable()
  .transform((text) => (text === null ? undefined : new Date(text)));

const accountRow = z.object({
  name: z.string(),
  email: z.string().nullable(),
  locale: z.enum(locales).catch("en"),
  is_admin: z.boolean(),
  kind: z.enum(["full", "recovery"]),
  password_verified_at: momentOrNone,
  factor_verified_at: momentOrNone,
  has_factor: z.boolean(),
  memberships: z.array(
    z.object({
      tenant_id: z.string(),
      slug: z.string(),
      tenant_name: z.string(),
      currency: z.string(),
      role: z.enum(roles),
      name: z.string(),
    }),
  ),
});

/**
 * The account behind a session, read from the primary: undefined at once after the session was ended, or the account
 * disabled or banned.
 */
export async function findAccount(
  sessionId: string,
  userId: string,
): Promise<(Account & { session: SessionState }) | undefined> {
  const rows = await asActor(visitor(userId, sessionId), (tx) =>
    tx.execute<{ account: unknown }>(sql`select private.open_account(${sessionId}, ${userId}) as account`),
  );
  if (!rows[0]?.account) return undefined;
  const row = accountRow.parse(rows[0].account);
  return {
    userId,
    name: row.name,
    email: row.email ?? "",
    locale: row.locale,
    isPlatformAdmin: row.is_admin,
    hasSecondFactor: row.has_factor,
    memberships: row.memberships.map((membership) => ({
      tenantId: membership.tenant_id,
      slug: membership.slug,
      tenantName: membership.tenant_name,
      currency: membership.currency,
      role: membership.role,
      name: membership.name,
    })),
    session: {
      kind: row.kind,
      passwordVerifiedAt: row.password_verified_at,
      factorVerifiedAt: row.factor_verified_at,
    },
  };
}

/** The signed-in browsers of an account, the one used last first. */
export const listSessions = (userId: string): Promise<OwnSession[]> =>
  asActor(visitor(userId), (tx) =>
    tx
      .select({
        id: sessions.id,
        device: sessions.device,
        network: sessions.network,
        lastUsedAt: sessions.lastUsedAt,
        createdAt: sessions.createdAt,
      })
      .from(sessions)
      .where(eq(sessions.userId, userId))
      .orderBy(desc(sessions.lastUsedAt)),
  );

/**
 * Ends sessions of an account, here and at the auth server, in one commit.
 * @param sessionId the one to end, or to keep
 * @returns how many were ended
 */
export async function endSessions(
  userId: string,
  which: "all" | "others" | "one",
  sessionId: string,
): Promise<number> {
  const rows = await asActor(visitor(userId), (tx) =>
    tx.execute<{ ended: number }>(sql`select private.end_sessions(${which}, ${sessionId}) as ended`),
  );
  return Number(rows[0]?.ended ?? 0);
}

/** The session's owner typed the password right just now. */
export async function recordPassword(userId: string, sessionId: string): Promise<void> {
  await asActor(visitor(userId), (tx) =>
    tx.update(sessions).set({ passwordVerifiedAt: new Date() }).where(eq(sessions.id, sessionId)),
  );
}

/** A session that was opened to choose a password has done so. */
export async function completeRecovery(userId: string, sessionId: string): Promise<void> {
  await asActor(visitor(userId), (tx) =>
    tx
      .update(sessions)
      .set({ kind: "full", passwordVerifiedAt: new Date() })
      .where(eq(sessions.id, sessionId)),
  );
}
