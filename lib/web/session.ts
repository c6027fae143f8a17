import "server-only";
import { LRUCache } from "lru-cache";
import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import {
  type Hurdle,
  hurdleOf,
  mayAdministerPlatform,
  needsSecondFactor,
} from "@/lib/modules/accounts/policy";
import type { Account, SessionState } from "@/lib/modules/accounts/schema";
import { findAccount } from "@/lib/modules/accounts/sessions";
import type { MemberActor, Visitor } from "@/lib/platform/actor";
import { type AccessToken, verifyAccessToken } from "./access-token";
import { currentPath } from "./headers";
import { readAccessToken } from "./supabase";

export type SignedIn = Visitor &
  Account &
  Readonly<{ userId: string; sessionId: string; session: SessionState; hurdle: Hurdle }>;

// Sign-out, bans and changed roles act everywhere within this time.
const accountMs = 1_000;
const accounts = new LRUCache<string, { account: Awaited<ReturnType<typeof findAccount>> }, AccessToken>({
  max: 10_000,
  ttl: accountMs,
  fetchMethod: async (_sessionId, _stale, { context }) => ({
    account: await findAccount(context.sessionId, context.userId),
  }),
});

const findToken = cache(async (): Promise<AccessToken | undefined> => {
  const token = await readAccessToken(await cookies());
  return token ? verifyAccessToken(token) : undefined;
});

/** Whose session this is, even one that may not open anything yet. */
export const findSession = cache((): Promise<SignedIn | undefined> => lookUp(false));

/** The same, read from the database now: for what may have changed for the better within the last second. */
export const findSessionAnew = cache((): Promise<SignedIn | undefined> => lookUp(true));

async function lookUp(forceRefresh: boolean): Promise<SignedIn | undefined> {
  const proven = await findToken();
  if (!proven) return undefined;
  const found = await accounts.fetch(proven.sessionId, { context: proven, forceRefresh });
  const account = found?.account;
  if (account?.userId !== proven.userId) return undefined;
  const { sessionId } = proven;
  return { ...account, kind: "visitor", sessionId, hurdle: hurdleOf(account, account.session) };
}

/** Who is signed in with everything their account asks for, or undefined. */
export async function findVisitor(): Promise<SignedIn | undefined> {
  const visitor = await findSession();
  const checked = visitor && visitor.hurdle !== "none" ? await findSessionAnew() : visitor;
  return checked?.hurdle === "none" ? checked : undefined;
}

// Only for answers without a word of any case or person: counts, states and who else is there.
const recentMs = 15_000;

/**
 * Who is signed in, as this process last read it: at once when it is told (`forgetSession`), otherwise up to 15 s late.
 * For what a tab asks every second, so that a thousand open tabs are not a thousand reads a second.
 */
export async function findRecentVisitor(): Promise<SignedIn | undefined> {
  const proven = await findToken();
  if (!proven) return undefined;
  const age = accountMs - accounts.getRemainingTTL(proven.sessionId);
  const known = accounts.get(proven.sessionId, { allowStale: true, noDeleteOnStaleGet: true })?.account;
  if (!known || age > recentMs || known.userId !== proven.userId) return findVisitor();
  const hurdle = hurdleOf(known, known.session);
  return hurdle === "none"
    ? { ...known, kind: "visitor", sessionId: proven.sessionId, hurdle }
    : findVisitor();
}

/** Whoever is signed in. Sends everybody else to what is still to be done, and back. */
export async function requireVisitor(): Promise<SignedIn> {
  const visitor = await findVisitor();
  if (visitor) return visitor;
  const unfinished = await findSession();
  const returnTo = `?returnTo=${encodeURIComponent(await currentPath())}`;
  switch (unfinished?.hurdle) {
    case "choose_password":
      return redirect("/choose-password");
    case "verify_factor":
      return redirect(`/verify${returnTo}`);
    default:
      return redirect(`/sign-in${returnTo}`);
  }
}

/** The signed-in member of `tenantSlug`; 404 for everybody else, so a tenant's existence shows to nobody. */
export const requireActor = cache(async (tenantSlug: string): Promise<MemberActor> => {
  const visitor = await requireVisitor();
  const { actor, lacks } = memberOf(visitor, tenantSlug);
  if (actor) return actor;
  const anew = memberOf((await findSessionAnew()) ?? visitor, tenantSlug);
  if (anew.actor) return anew.actor;
  return lacks === "membership"
    ? notFound()
    : redirect(`/account/second-factor?returnTo=${encodeURIComponent(await currentPath())}`);
});

/** The signed-in platform admin; 404 for everybody else, signed in or not. */
export const requirePlatformAdmin = cache(async (): Promise<SignedIn> => {
  const visitor = await findVisitor();
  if (!visitor || !mayAdministerPlatform(visitor)) return notFound();
  return visitor.hasSecondFactor ? visitor : redirect("/account/second-factor?returnTo=/admin");
});

type Standing =
  | Readonly<{ actor: MemberActor; lacks?: never }>
  | Readonly<{ actor?: never; lacks: "membership" | "second_factor" }>;

/** `visitor` as a member of `tenantSlug`, or what is missing for that. */
export function memberOf(visitor: SignedIn, tenantSlug: string): Standing {
  const membership = visitor.memberships.find(({ slug }) => slug === tenantSlug);
  if (!membership) return { lacks: "membership" };
  const { tenantId, role, name } = membership;
  if (needsSecondFactor(role) && !visitor.hasSecondFactor) return { lacks: "second_factor" };
  const { userId, sessionId } = visitor;
  return { actor: { kind: "member", tenantId, userId, role, name, sessionId } };
}

/** Makes this process look at once, instead of within a second, that a session has changed. */
export const forgetSession = (sessionId: string): void => void accounts.delete(sessionId);
