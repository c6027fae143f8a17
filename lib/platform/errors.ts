export type ErrorCode =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "rate_limited"
  | "unavailable";

type Detail = Readonly<{
  field?: string;
  retryAfterSeconds?: number;
  /** Whoever asks has to prove once more who they are, and may then ask again. */
  needsProof?: true;
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
