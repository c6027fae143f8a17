import { z } from "zod";
import { findChargeTenantAsSystem } from "@/lib/modules/orders/charges";
import type { ProviderReport } from "@/lib/modules/payments/schema";
import { readReport } from "@/lib/modules/payments/stripe-reports";
import { recordProviderEvent } from "@/lib/modules/refunds/record";
import { recordReport } from "@/lib/modules/refunds/record-external";
import { logger } from "@/lib/platform/logger";
import { problemResponse } from "@/lib/web/problem";

/** A tenant with an account of its own at the provider: its reports are about nobody else. */
type Own = Readonly<{ tenantId: string; secret: string }>;

const bodyLimitBytes = 256 * 1024;
const ours = z.object({ tenant_id: z.uuid(), refund_id: z.uuid(), attempt_id: z.uuid() });

/**
 * What the provider reports. Answered with 2xx only once it is written down, so that the provider repeats what was
 * lost; what is not about money of ours is taken and ignored.
 */
export async function takeReport(request: Request, own?: Own): Promise<Response> {
  const body = await request.arrayBuffer();
  if (body.byteLength > bodyLimitBytes) {
    return problemResponse({ status: 413, code: "too_large", detail: "The event is too large." });
  }
  let report: ProviderReport | undefined;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    report = readReport(text, request.headers.get("stripe-signature") ?? "", own?.secret);
  } catch {
    return problemResponse({
      status: 400,
      code: "invalid",
      detail: "The event is not signed as it should be.",
    });
  }
  if (!report) return Response.json({ received: true });
  try {
    await record(report, own);
    return Response.json({ received: true });
  } catch (error) {
    logger.error({ eventId: report.id, error: String(error) }, "provider event was not recorded");
    return problemResponse({
      status: 503,
      code: "unavailable",
      detail: "The event could not be recorded. Send it again.",
      retryAfterSeconds: 5,
    });
  }
}

// A refund of ours says so itself; everything else is found by the payment that it is about.
async function record(report: ProviderReport, own: Own | undefined): Promise<void> {
  const named = report.kind === "refund" ? ours.safeParse(report.metadata).data : undefined;
  if (report.kind === "refund" && named && (own === undefined || named.tenant_id === own.tenantId)) {
    const { id, type, refund } = report;
    const { tenant_id: tenantId, refund_id: refundId } = named;
    if (await recordProviderEvent(systemOf(tenantId), { id, type, refundId, refund })) return;
  }
  const tenantId = own?.tenantId ?? (report.paymentId && (await findChargeTenantAsSystem(report.paymentId)));
  if (tenantId) await recordReport(systemOf(tenantId), report);
}

const systemOf = (tenantId: string) => ({ kind: "system", tenantId, name: "Payment provider" }) as const;
