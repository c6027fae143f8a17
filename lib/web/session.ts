import "server-only";
import { LRUCache } from "lru-cache";
import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { mayAdministerPlatform } from "@/lib/modules/access/policy";
import { findAccount } from "@/lib/modules/access/queries";
import type { Account } from "@/lib/modules/access/schema";
import type { MemberActor, Visitor } from "@/lib/platform/actor";
import { type AccessToken, verifyAccessToken } from "./access-token";
import { currentPath } from "./headers";
import { readAccessToken } from "./supabase";

export type SignedIn = Visitor & Account & Readonly<{ userId: string; email: string; sessionId: string }>;

// Sign-out, bans and changed roles act everywhere within this time.
const accounts = new LRUCache<string, { account: Account | undefined }, AccessToken>({
  max: 10_000,
  ttl: 1_000,
  fetchMethod: async (_sessionId, _stale, { context }) => ({
    account: await findAccount(context.sessionId, context.userId),
  }),
});

/** Who is signed in, or undefined. Looked up once per request. */
export const findVisitor = cache(async (): Promise<SignedIn | undefined> => {
  const token = await readAccessToken(await cookies());
  const proven = token ? await verifyAccessToken(token) : undefined;
  if (!proven) return undefined;
  const found = await accounts.fetch(proven.sessionId, { context: proven });
  if (found?.account?.userId !== proven.userId) return undefined;
  return { ...found.account, kind: "visitor", email: proven.email, sessionId: proven.sessionId };
});

/** Whoever is signed in. Sends everybody else to sign in and back. */
export async function requireVisitor(): Promise<SignedIn> {
  const visitor = await findVisitor();
  return visitor ?? redirect(`/sign-in?returnTo=${encodeURIComponent(await currentPath())}`);
}

/** The signed-in member of `tenantSlug`; 404 for everybody else, so a tenant's existence shows to nobody. */
export const requireActor = cache(async (tenantSlug: string): Promise<MemberActor> => {
  const actor = memberOf(await requireVisitor(), tenantSlug);
  return actor ?? notFound();
});

/** The signed-in platform admin; 404 for everybody else, signed in or not. */
export const requirePlatformAdmin = cache(async (): Promise<SignedIn> => {
  const visitor = await findVisitor();
  return visitor && mayAdministerPlatform(visitor) ? visitor : notFound();
});

/** `visitor` as a member of `tenantSlug`, or undefined. */
export function memberOf(visitor: SignedIn, tenantSlug: string): MemberActor | undefined {
  const membership = visitor.memberships.find(({ slug }) => slug === tenantSlug);
  if (!membership) return undefined;
  const { tenantId, role, name } = membership;
  return { kind: "member", tenantId, userId: visitor.userId, role, name };
}

/** Makes this process look at once, instead of within a second, that a session has ended. */
export const forgetSession = (sessionId: string): void => void accounts.delete(sessionId);
