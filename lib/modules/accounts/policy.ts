import type { Role } from "@/lib/platform/actor";
import type { Account, SessionState } from "./schema";

/** Tries that one sign-in form allows. Counted per address and account together, so nobody can lock out somebody else. */
export const signInAllowances = {
  perNetwork: { points: 60, durationSeconds: 60 },
  perAccountAndNetwork: { points: 5, durationSeconds: 60 },
  /** Bounds a guesser with many addresses. A browser that signed in to the account before is not counted. */
  perAccount: { points: 100, durationSeconds: 900 },
} as const;

/** Six digits are a million guesses: ten in a quarter of an hour leave a guesser one chance in 100,000. */
export const codeAllowance = { points: 10, durationSeconds: 900 } as const;

export const signUpAllowance = { points: 20, durationSeconds: 600 } as const;
export const resendAllowance = { points: 1, durationSeconds: 60 } as const;

/** How long a proof counts before whoever acts has to prove themselves again. */
export const freshForMs = {
  /** People, keys, settings, password, address, second factor, deletion. */
  account: 10 * 60_000,
  /** Approving refunds: a working day. */
  approval: 8 * 60 * 60_000,
} as const;

export const mayAdministerPlatform = (account: Pick<Account, "isPlatformAdmin">): boolean =>
  account.isPlatformAdmin;

/** Roles that reach everybody's money or everybody's access open nothing by a password alone. */
export const needsSecondFactor = (role: Role): boolean => role === "finance" || role === "admin";

/** What a session still has to do before it may open a page. */
export type Hurdle = "choose_password" | "verify_factor" | "none";

export function hurdleOf(account: Pick<Account, "hasSecondFactor">, session: SessionState): Hurdle {
  if (session.kind === "recovery") return "choose_password";
  return account.hasSecondFactor && !session.factorVerifiedAt ? "verify_factor" : "none";
}

/** Did this session prove itself lately: by the second factor where there is one, else by the password? */
export function isFresh(
  account: Pick<Account, "hasSecondFactor">,
  session: SessionState,
  freshMs: number,
  now = new Date(),
): boolean {
  const provedAt = account.hasSecondFactor ? session.factorVerifiedAt : session.passwordVerifiedAt;
  return provedAt !== undefined && now.getTime() - provedAt.getTime() < freshMs;
}

/** Where somebody lands after signing in: their only tenant, or the page that lets them choose. */
export const homeOf = ({ memberships }: Pick<Account, "memberships">): string =>
  memberships.length === 1 && memberships[0] ? `/t/${memberships[0].slug}` : "/welcome";
