import { z } from "zod";
import { takeReport } from "@/app/api/webhooks/stripe/take-report";
import { findWebhookSecret } from "@/lib/modules/payments/connections";
import { problemResponse } from "@/lib/web/problem";

type Context = Readonly<{ params: Promise<{ tenantId: string }> }>;

/** What a tenant's own account at the provider reports, signed with that account's secret. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { tenantId } = await params;
  const secret = z.uuid().safeParse(tenantId).success ? await findWebhookSecret(tenantId) : undefined;
  // A tenant that is not there and one without a secret look alike.
  if (!secret) return problemResponse({ status: 404, code: "not_found", detail: "There is nothing here." });
  return takeReport(request, { tenantId, secret });
}
