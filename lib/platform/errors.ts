export type ErrorCode =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  /** The rules of the shop say no, or cannot say yes yet. `more.trace` says why. */
  | "policy_denied"
  | "policy_needs_info"
  | "rate_limited"
  | "unavailable";

type Detail = Readonly<{
  field?: string;
  retryAfterSeconds?: number;
  /** Whoever asks has to prove once more who they are, and may then ask again. */
  needsProof?: true;
  /** Facts that a program can act on: the state that another act left behind, the trace of a policy. */
  more?: Readonly<Record<string, unknown>>;
}>;

/** An outcome the user can cause and should read about. Anything else that is thrown is a bug. */
export class DomainError extends Error {
  constructor(
    readonly code: ErrorCode,
    /** Shown to the user as is: no ids, no internals. */
    readonly publicMessage: string,
    readonly detail: Detail = {},
  ) {
    super(`${code}: ${publicMessage}`);
    this.name = "DomainError";
  }
}
