import type { Account } from "./schema";

/** Tries that one sign-in form allows. Counted per address and account together, so nobody can lock out somebody else. */
export const signInAllowances = {
  perNetwork: { points: 60, durationSeconds: 60 },
  perAccountAndNetwork: { points: 5, durationSeconds: 60 },
  /** Bounds a guesser with many addresses; far above what a person needs. */
  perAccount: { points: 100, durationSeconds: 900 },
} as const;

/** Six digits are a million guesses: ten in a quarter of an hour leave a guesser one chance in 100,000. */
export const codeAllowance = { points: 10, durationSeconds: 900 } as const;

export const signUpAllowance = { points: 20, durationSeconds: 600 } as const;
export const resendAllowance = { points: 1, durationSeconds: 60 } as const;

export const mayAdministerPlatform = (account: Account): boolean => account.isPlatformAdmin;

/** Where somebody lands after signing in: their only tenant, or the page that lets them choose. */
export const homeOf = ({ memberships }: Pick<Account, "memberships">): string =>
  memberships.length === 1 && memberships[0] ? `/t/${memberships[0].slug}` : "/welcome";
