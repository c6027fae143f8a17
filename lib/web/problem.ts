import type { z } from "zod";
import type { DomainError, ErrorCode } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import type { ProblemCode } from "./problem-codes";

type FieldError = Readonly<{ path: string; message: string }>;
export type Problem = Readonly<{
  status: number;
  code: ProblemCode;
  detail: string;
  requestId?: string;
  errors?: readonly FieldError[];
  retryAfterSeconds?: number | undefined;
  headers?: Readonly<Record<string, string>>;
  more?: Readonly<Record<string, unknown>> | undefined;
}>;

/** An answer other than success, thrown from inside a handler. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
    this.name = "ProblemError";
  }
}

/** An error answer as RFC 9457 describes it: never a stack, never SQL, always the request's id. */
export function problemResponse(problem: Problem): Response {
  const { status, code, detail, requestId = newId(), errors, retryAfterSeconds, headers, more } = problem;
  const body = {
    ...more,
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
      ...headers,
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-request-id": requestId,
      ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
    },
  });
}

const statusOf: Readonly<Record<ErrorCode, number>> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  policy_denied: 422,
  policy_needs_info: 422,
  rate_limited: 429,
  unavailable: 503,
};

/** What a user can cause, as an answer. */
export function problemOf({ code, publicMessage, detail }: DomainError): Problem {
  return {
    status: statusOf[code],
    code,
    detail: publicMessage,
    ...(detail.field ? { errors: [{ path: detail.field, message: publicMessage }] } : {}),
    retryAfterSeconds: detail.retryAfterSeconds,
    more: detail.more,
  };
}

/** Every field that a schema refused, each with its path. */
export function invalidProblem({ issues }: z.ZodError): Problem {
  const errors = issues.flatMap((issue): FieldError[] =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({
          path: [...issue.path, key].join("."),
          message: "This field is not known here.",
        }))
      : [{ path: issue.path.join("."), message: issue.message }],
  );
  return {
    status: 422,
    code: "invalid",
    detail: "Some fields are not as they should be.",
    errors,
  };
}

const titleOf = (code: string): string => {
  const words = code.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};
