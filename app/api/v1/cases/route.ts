import { toSummary } from "@/app/api/v1/contract";
import { listInbox } from "@/lib/modules/cases/queries";
import { inboxQuery } from "@/lib/modules/cases/schema";
import { apiRoute, check, queryOf, refuseOthers } from "@/lib/web/route";

export const GET = apiRoute("GET /api/v1/cases", "case:read", async ({ actor, request }) => {
  const page = await listInbox(actor, check(inboxQuery, queryOf(request)));
  return Response.json({ data: page.rows.map(toSummary), nextCursor: page.nextCursor ?? null });
});

export const { POST, PUT, PATCH, DELETE } = refuseOthers("GET");
