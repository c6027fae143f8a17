import "server-only";
import { z } from "zod";
import { findKeyActor } from "@/lib/modules/access/api-keys";
import type { ApiScope } from "@/lib/modules/access/schema";
import type { KeyActor } from "@/lib/platform/actor";
import { DomainError } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { metrics } from "@/lib/platform/metrics";
import { withOrigin } from "@/lib/platform/origin";
import { isOutage, outageRetrySeconds } from "@/lib/platform/outage";
import { networkOf, requestIdOf } from "./headers";
import { isStorable } from "./json-text";
import { invalidProblem, type Problem, ProblemError, problemOf, problemResponse } from "./problem";
import { limit } from "./rate-limit";

export type ApiCall<Params> = Readonly<{
  actor: KeyActor;
  request: Request;
  params: Params;
  requestId: string;
}>;

const uuid = z.uuid();
const perKey = { points: 300, durationSeconds: 60 };
const wrongKeysPerNetwork = { points: 30, durationSeconds: 60 };

/**
 * Wraps a handler of the REST API: who is it, how often, may it. Whatever the handler throws becomes a problem
 * document; bugs are logged under the request's id and told as 500 without a word of why.
 * @param route names it in the metrics
 */
export function apiRoute<Params>(
  route: string,
  scope: ApiScope,
  handle: (call: ApiCall<Params>) => Promise<Response>,
) {
  return async (request: Request, context: { params: Promise<Params> }): Promise<Response> => {
    const requestId = requestIdOf(request.headers);
    const stop = metrics.requests.startTimer({ route });
    const answer = await answerTo(scope, handle, request, context.params, requestId).catch((error: unknown) =>
      problemResponse(describeFailure(error, requestId)),
    );
    answer.headers.set("x-request-id", requestId);
    answer.headers.set("cache-control", "no-store");
    stop({ status: String(answer.status) });
    return answer;
  };
}

async function answerTo<Params>(
  scope: ApiScope,
  handle: (call: ApiCall<Params>) => Promise<Response>,
  request: Request,
  params: Promise<Params>,
  requestId: string,
): Promise<Response> {
  const actor = await authenticate(request);
  await limit("api", actor.keyId, perKey);
  if (!actor.scopes.includes(scope)) {
    throw new DomainError("forbidden", `This key lacks the scope ${scope}.`);
  }
  const call = { actor, request, params: await params, requestId };
  const network = networkOf(request.headers.get("x-forwarded-for"));
  return withOrigin({ requestId, network }, () => handle(call));
}

async function authenticate(request: Request): Promise<KeyActor> {
  const [, key] = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  const actor = key ? await findKeyActor(key) : undefined;
  if (actor) return actor;
  await limit("api-wrong-key", networkOf(request.headers.get("x-forwarded-for")), wrongKeysPerNetwork);
  throw new ProblemError({
    status: 401,
    code: "unauthenticated",
    detail: key
      ? "This API key is not known, or it was revoked or has expired."
      : "Send an API key as `Authorization: Bearer mg_live_…`.",
    headers: { "www-authenticate": 'Bearer realm="makegood"' },
  });
}

function describeFailure(error: unknown, requestId: string): Problem {
  if (error instanceof ProblemError) return { ...error.problem, requestId };
  if (error instanceof DomainError) return { ...problemOf(error), requestId };
  if (isOutage(error)) {
    logger.warn({ requestId, err: error }, "an API request found something out of reach");
    return { ...outOfReach, requestId };
  }
  logger.error({ requestId, err: error }, "an API request failed");
  return {
    status: 500,
    code: "internal",
    detail: "Something went wrong on our side. Tell us the request id if it happens again.",
    requestId,
  };
}

const outOfReach = {
  status: 503,
  code: "unavailable",
  detail:
    "Something we depend on does not answer. Send the same request again in a moment, a POST with its key.",
  retryAfterSeconds: outageRetrySeconds,
} as const;

/** @throws ProblemError 422 with every field's path */
export function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ProblemError(invalidProblem(parsed.error));
}

/** The query as an object; a name given twice becomes a list, which no schema here takes. */
export function queryOf(request: Request): Record<string, unknown> {
  const { searchParams } = new URL(request.url);
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const values = searchParams.getAll(name);
      requireStorable([name, ...values]);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

/** @throws ProblemError 400 for what PostgreSQL cannot keep or compare */
function requireStorable(texts: readonly string[]): void {
  if (texts.every(isStorable)) return;
  throw new ProblemError({
    status: 400,
    code: "unstorable_text",
    detail: "The query contains a NUL or half of a surrogate pair.",
  });
}

/** @throws ProblemError 400 for what cannot be an id of ours; an id that nothing has is `not_found` */
export function requireId(text: string): string {
  const id = uuid.safeParse(text);
  if (id.success) return id.data.toLowerCase();
  throw invalidId();
}

export const invalidId = (): ProblemError =>
  new ProblemError({ status: 400, code: "invalid_id", detail: "The address does not name an id." });

/** The version that a client looked at, of `If-Match: "3"`; undefined without the header. */
export function versionOf(request: Request): number | undefined {
  const given = request.headers.get("if-match");
  if (given === null) return undefined;
  const [, digits] = /^"([1-9]\d{0,8})"$/.exec(given) ?? [];
  if (digits) return Number(digits);
  throw new ProblemError({
    status: 400,
    code: "if_match_invalid",
    detail: 'Send If-Match with the ETag that you were given, such as "3".',
  });
}

/** Answers for the methods that a path does not have. */
export function refuseOthers(...allowed: readonly string[]) {
  const refuse = (request: Request): Response =>
    problemResponse({
      status: 405,
      code: "method_not_allowed",
      detail: `This address takes ${allowed.join(" and ")}.`,
      requestId: requestIdOf(request.headers),
      headers: { allow: allowed.join(", ") },
    });
  return {
    ...{ GET: refuse, HEAD: refuse, OPTIONS: refuse },
    ...{ POST: refuse, PUT: refuse, PATCH: refuse, DELETE: refuse },
  };
}
