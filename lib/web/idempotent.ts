import "server-only";
import { createHash } from "node:crypto";
import { once } from "@/lib/modules/access/idempotency";
import { idempotencyKey } from "@/lib/modules/access/idempotency-key";
import type { ApiScope } from "@/lib/modules/access/schema";
import { asActor, type Transaction } from "@/lib/platform/db";
import { type JsonBody, readJson } from "./json-body";
import { ProblemError } from "./problem";
import { type ApiCall, apiRoute } from "./route";

type Answer = Readonly<{ status: number; body: unknown }>;
type PostCall<Params> = ApiCall<Params> & Readonly<{ json: unknown }>;

type Post<Params> = Readonly<{
  /** Checks the request before anything is looked up, and says what to do in the transaction of the answer. */
  prepare: (call: PostCall<Params>) => (tx: Transaction) => Promise<Answer>;
  /** After the commit of something new, never after a repeat. */
  afterCommit?: (call: ApiCall<Params>) => Promise<void>;
}>;

/**
 * Wraps a handler of a POST: it works once per `Idempotency-Key` of a client, whichever of its API keys it uses, and a
 * repeat is answered byte by byte. Effect and answer are one commit. What was refused leaves nothing behind.
 */
export const postRoute = <Params>(route: string, scope: ApiScope, { prepare, afterCommit }: Post<Params>) =>
  apiRoute<Params>(route, scope, async (call) => {
    const key = keyOf(call.request);
    const { text, json } = await readJson(call.request);
    const work = prepare({ ...call, json });
    const requestHash = hashOf(call.request, text);
    const result = await asActor(call.actor, (tx) =>
      once(tx, call.actor, { key, requestHash }, async () => {
        const { status, body } = await work(tx);
        return { status, body: JSON.stringify(body) };
      }),
    );
    if (result.kind === "in_flight") throw new ProblemError(inFlight);
    if (result.kind === "reused") throw new ProblemError(reused);
    if (result.kind === "done") await afterCommit?.(call);
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (result.kind === "replayed") headers["idempotency-replayed"] = "true";
    return new Response(result.body, { status: result.status, headers });
  });

function keyOf(request: Request): string {
  const given = request.headers.get("idempotency-key");
  const key = idempotencyKey.safeParse(given ?? "");
  if (key.success) return key.data;
  throw new ProblemError({
    status: 400,
    code: given ? "idempotency_key_invalid" : "idempotency_key_missing",
    detail:
      "Send an Idempotency-Key header of 1 to 255 visible ASCII characters, the same one on each retry.",
  });
}

// If-Match belongs to the request: with another version another thing is asked.
const hashOf = (request: Request, text: JsonBody["text"]): string =>
  createHash("sha256")
    .update(`${request.method}\n${new URL(request.url).pathname}\n${request.headers.get("if-match") ?? ""}\n`)
    .update(text)
    .digest("hex");

const inFlight = {
  status: 409,
  code: "idempotency_in_flight",
  detail: "A request with this Idempotency-Key is being worked on. Send it again in a moment.",
  retryAfterSeconds: 1,
} as const;
const reused = {
  status: 422,
  code: "idempotency_key_reused",
  detail: "This Idempotency-Key came before with another request. Use a new key for a new request.",
} as const;
