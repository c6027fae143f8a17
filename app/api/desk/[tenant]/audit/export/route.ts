import { auditExportQuery, exportAudit } from "@/lib/modules/audit/export";
import { deskRoute } from "@/lib/web/desk-route";
import { downloadResponse } from "@/lib/web/download";

/** What the explorer's filter shows, as a table or as lines of JSON. */
export const GET = deskRoute<object>(async ({ actor, request }) => {
  const query = auditExportQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  const day = new Date().toISOString().slice(0, 10);
  const mediaType = query.format === "csv" ? "text/csv" : "application/jsonl";
  return downloadResponse(
    { name: `audit-${day}.${query.format}`, mediaType },
    await exportAudit(actor, query),
  );
});
