import { z } from "zod";
import { readRefundEvent } from "@/lib/modules/payments/stripe";
import { recordProviderEvent } from "@/lib/modules/refunds/record";
import { logger } from "@/lib/platform/logger";
import { problemResponse } from "@/lib/web/problem";

const bodyLimitBytes = 256 * 1024;
const ours = z.object({ tenant_id: z.uuid(), refund_id: z.uuid(), attempt_id: z.uuid() });

/**
 * What the provider reports. Answered with 2xx only once it is written down, so that the provider repeats what was
 * lost; what is not about a refund of ours is taken and ignored.
 */
export async function POST(request: Request): Promise<Response> {
  const body = await request.arrayBuffer();
  if (body.byteLength > bodyLimitBytes) {
    return problemResponse({ status: 413, code: "too_large", detail: "The event is too large." });
  }
  let event: ReturnType<typeof readRefundEvent>;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    event = readRefundEvent(text, request.headers.get("stripe-signature") ?? "");
  } catch {
    return problemResponse({
      status: 400,
      code: "invalid",
      detail: "The event is not signed as it should be.",
    });
  }
  const named = ours.safeParse(event?.metadata);
  if (!event || !named.success) return Response.json({ received: true });
  const { tenant_id: tenantId, refund_id: refundId } = named.data;
  try {
    await recordProviderEvent(
      { kind: "system", tenantId, name: "Payment provider" },
      { id: event.id, type: event.type, refundId, refund: event.refund },
    );
    return Response.json({ received: true });
  } catch (error) {
    logger.error({ eventId: event.id, error: String(error) }, "provider event was not recorded");
    return problemResponse({
      status: 503,
      code: "unavailable",
      detail: "The event could not be recorded. Send it again.",
      retryAfterSeconds: 5,
    });
  }
}
