import { newId } from "@/lib/platform/ids";

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

const titleOf = (code: string): string => {
  const words = code.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};
