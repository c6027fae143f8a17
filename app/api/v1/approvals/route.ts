import { approvalQuery, toApproval } from "@/app/api/v1/contract/lists";
import { listApprovals } from "@/lib/modules/decisions/queries";
import { apiRoute, check, queryOf, refuseOthers } from "@/lib/web/route";

export const GET = apiRoute("GET /api/v1/approvals", "case:read", async ({ actor, request }) => {
  const page = await listApprovals(actor, check(approvalQuery, queryOf(request)));
  return Response.json({ data: page.rows.map(toApproval), nextCursor: page.nextCursor ?? null });
});

export const { POST, HEAD, OPTIONS, PUT, PATCH, DELETE } = refuseOthers("GET");
