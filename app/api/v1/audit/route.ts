import { toAuditEntry } from "@/app/api/v1/contract/lists";
import { listAudit } from "@/lib/modules/audit/queries";
import { auditQuery } from "@/lib/modules/audit/schema";
import { apiRoute, check, queryOf, refuseOthers } from "@/lib/web/route";

export const GET = apiRoute("GET /api/v1/audit", "audit:read", async ({ actor, request }) => {
  const page = await listAudit(actor, check(auditQuery, queryOf(request)));
  return Response.json({ data: page.rows.map(toAuditEntry), nextCursor: page.nextCursor ?? null });
});

export const { POST, HEAD, OPTIONS, PUT, PATCH, DELETE } = refuseOthers("GET");
