import type { ApiRequest } from "./api";
import type { PspEvent } from "./entries";
import { apiVersion } from "./shapes";
import { newStripeId, type Simulator } from "./simulator";

export function newEvent(
  psp: Simulator,
  type: PspEvent["type"],
  object: PspEvent["data"]["object"],
  request?: ApiRequest,
  previous?: Record<string, unknown>,
): PspEvent {
  return {
    id: newStripeId("evt"),
    object: "event",
    api_version: apiVersion,
    created: Math.floor(Date.now() / 1_000),
    data: { object, ...(previous && { previous_attributes: previous }) },
    livemode: false,
    pending_webhooks: psp.options.webhookUrl ? 1 : 0,
    request: { id: request?.requestId ?? null, idempotency_key: request?.idempotencyKey ?? null },
    type,
  };
}
