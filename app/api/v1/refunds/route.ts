import { toRefund } from "@/app/api/v1/contract/lists";
import { listRefundPage, refundPageQuery } from "@/lib/modules/refunds/pages";
import { apiRoute, check, queryOf, refuseOthers } from "@/lib/web/route";

export const GET = apiRoute("GET /api/v1/refunds", "refund:read", async ({ actor, request }) => {
  const page = await listRefundPage(actor, check(refundPageQuery, queryOf(request)));
  return Response.json({ data: page.rows.map(toRefund), nextCursor: page.nextCursor ?? null });
});

export const { POST, HEAD, OPTIONS, PUT, PATCH, DELETE } = refuseOthers("GET");
