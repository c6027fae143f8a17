import { createHash } from "node:crypto";
import type { ApiAnswer, ApiRequest } from "./api";
import type { KeyResult } from "./entries";
import { PspError } from "./errors";
import { canonical } from "./form";
import { now, type Simulator } from "./simulator";

/**
 * Runs `execute` at most once per idempotency key and repeats its first answer, status 500 included.
 * @throws PspError when the key was used for something else, or is in use at this moment
 * @see https://docs.stripe.com/api/idempotent_requests
 */
export async function oncePerKey(
  psp: Simulator,
  request: ApiRequest,
  execute: () => Promise<ApiAnswer>,
): Promise<ApiAnswer> {
  const key = request.idempotencyKey;
  if (key === null) return await execute();
  if (key === "" || key.length > 255) throw new PspError(400, "Idempotency keys have 1 to 255 characters.");
  const kept = findKept(psp, request, key);
  if (kept) return replay(request, kept);
  psp.runningKeys.add(key);
  try {
    return await execute();
  } catch (error) {
    if (error instanceof PspError && error.isKept) {
      const result = keyResult(request, error.status, error.body);
      if (result) psp.commit({ type: "request_refused", at: now(), result });
      await psp.journal.synced();
    }
    throw error;
  } finally {
    psp.runningKeys.delete(key);
  }
}

export function keyResult(request: ApiRequest, status: number, body: unknown): KeyResult | null {
  const { idempotencyKey: key, requestId } = request;
  if (key === null) return null;
  return { key, endpoint: request.path, fingerprint: fingerprint(request), requestId, status, body };
}

function findKept(psp: Simulator, request: ApiRequest, key: string): KeyResult | undefined {
  if (psp.runningKeys.has(key)) {
    const message = `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`;
    throw new PspError(409, message, { code: "idempotency_key_in_use" });
  }
  const kept = psp.books.findResult(key);
  if (!kept) return undefined;
  if (kept.endpoint !== request.path) throw misused("for the same endpoint they were first used for", key);
  if (kept.fingerprint !== fingerprint(request)) {
    throw misused("with the same parameters they were first used with", key);
  }
  return kept;
}

function misused(rule: string, key: string): PspError {
  const message = `Keys for idempotent requests can only be used ${rule}. Try using a key other than '${key}' if you meant to execute a different request.`;
  return new PspError(400, message, { type: "idempotency_error" });
}

function replay(request: ApiRequest, kept: KeyResult): ApiAnswer {
  if (request.log) request.log.replayed = true;
  const headers = { "idempotent-replayed": "true", "original-request": kept.requestId };
  return { status: kept.status, body: kept.body, headers };
}

function fingerprint(request: ApiRequest): string {
  return createHash("sha256").update(canonical(request.params)).digest("hex");
}
