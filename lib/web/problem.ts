import type { DomainError, ErrorCode } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";

const statusByCode: Record<ErrorCode, number> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  unavailable: 503,
};

type FieldError = Readonly<{ path: string; message: string }>;
type Problem = Readonly<{
  status: number;
  code: string;
  detail: string;
  requestId?: string;
  errors?: readonly FieldError[];
  retryAfterSeconds?: number | undefined;
}>;

/** An error answer as RFC 9457 describes it: never a stack, never SQL, always the request's id. */
export function problemResponse(problem: Problem): Response {
  const { status, code, detail, requestId = newId(), errors, retryAfterSeconds } = problem;
  const body = {
    type: `urn:makegood:problem:${code}`,
    title: titleOf(code),
    status,
    code,
    detail,
    requestId,
  };
  return Response.json(errors ? { ...body, errors } : body, {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-request-id": requestId,
      ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
    },
  });
}

/** The answer for an outcome that the caller caused. */
export function problemOf(error: DomainError, requestId: string): Response {
  const { field, retryAfterSeconds } = error.detail;
  return problemResponse({
    status: statusByCode[error.code],
    code: error.code,
    detail: error.publicMessage,
    requestId,
    ...(field ? { errors: [{ path: field, message: error.publicMessage }] } : {}),
    retryAfterSeconds: retryAfterSeconds ?? (error.code === "unavailable" ? 5 : undefined),
  });
}

const titleOf = (code: string): string => {
  const words = code.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};
