/** Every code an answer of the REST API may carry: programs act on them, so none changes its meaning. See docs/api.md. */
export const problemCodes = [
  "not_json",
  "duplicate_key",
  "too_deep",
  "unstorable_text",
  "invalid_id",
  "idempotency_key_missing",
  "idempotency_key_invalid",
  "if_match_invalid",
  "unauthenticated",
  "forbidden",
  "not_found",
  "method_not_allowed",
  "conflict",
  "idempotency_in_flight",
  "too_large",
  "unsupported_media_type",
  "invalid",
  "idempotency_key_reused",
  "policy_denied",
  "policy_needs_info",
  "rate_limited",
  "internal",
  "unavailable",
] as const;
/** What only our own pages hear, when a file is put up. */
type UploadCode = "not_one_file" | "file_empty" | "file_too_large" | "file_unsupported";
/** What only a mail service hears, that hands a mail over. */
type MailCode = "unreadable" | "unknown_recipient";
export type ProblemCode = (typeof problemCodes)[number] | UploadCode | MailCode;
