import "server-only";
import type { z } from "zod";
import { findKeyActor } from "@/lib/modules/access/api-keys";
import type { ApiScope } from "@/lib/modules/access/schema";
import type { KeyActor } from "@/lib/platform/actor";
import { DomainError } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { metrics } from "@/lib/platform/metrics";
import { withOrigin } from "@/lib/platform/origin";
import { networkOf, requestIdOf } from "./headers";
import { invalidProblem, type Problem, problemOf, problemResponse } from "./problem";
import { limit } from "./rate-limit";

export type ApiCall<Params> = Readonly<{
  actor: KeyActor;
  request: Request;
  params: Params;
  requestId: string;
}>;

const bodyLimitBytes = 64 * 1024;
const perKey = { points: 300, durationSeconds: 60 };
const wrongKeysPerNetwork = { points: 30, durationSeconds: 60 };

/** An answer other than success, thrown from inside a handler. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
    this.name = "ProblemError";
  }
}

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
  logger.error({ requestId, err: error }, "an API request failed");
  return {
    status: 500,
    code: "internal",
    detail: "Something went wrong on our side. Tell us the request id if it happens again.",
    requestId,
  };
}

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
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

/**
 * The body as text and as JSON.
 * @throws ProblemError 415, 413 or 400 for what is not JSON of at most 64 KiB in UTF-8
 */
export async function readJson(request: Request): Promise<Readonly<{ text: string; json: unknown }>> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new ProblemError({ status: 415, code: "unsupported_media_type", detail: "Send application/json." });
  }
  const bytes = await readLimited(request);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const json: unknown = JSON.parse(text, refuseUnstorable);
    return { text, json };
  } catch {
    throw new ProblemError({ status: 400, code: "not_json", detail: "The body is not JSON in UTF-8." });
  }
}

// PostgreSQL stores neither a NUL nor half of a surrogate pair.
function refuseUnstorable(_key: string, value: unknown): unknown {
  if (typeof value === "string" && (value.includes("\u0000") || /\p{Surrogate}/u.test(value)))
    throw new SyntaxError();
  return value;
}

async function readLimited(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > bodyLimitBytes) {
      throw new ProblemError({ status: 413, code: "too_large", detail: "The body is larger than 64 KiB." });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
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
  return { GET: refuse, POST: refuse, PUT: refuse, PATCH: refuse, DELETE: refuse };
}
