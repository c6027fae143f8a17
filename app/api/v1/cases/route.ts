import { openCaseBody, toSummary } from "@/app/api/v1/contract/cases";
import { listInbox } from "@/lib/modules/cases/inbox/queries";
import { inboxQuery } from "@/lib/modules/cases/inbox/schema";
import { openCaseIn } from "@/lib/modules/cases/open";
import { afterDecision } from "@/lib/modules/decisions/commands";
import { postRoute } from "@/lib/web/idempotent";
import { apiRoute, check, queryOf, refuseOthers } from "@/lib/web/route";

// A program reads every case and searches by itself.
const plainView = { q: "", currency: "", hasDone: true } as const;

export const GET = apiRoute("GET /api/v1/cases", "case:read", async ({ actor, request }) => {
  const query = check(inboxQuery, queryOf(request));
  const page = await listInbox(actor, { ...query, ...plainView });
  return Response.json({ data: page.rows.map(toSummary), nextCursor: page.nextCursor ?? null });
});

export const POST = postRoute("POST /api/v1/cases", "case:write", {
  prepare: ({ actor, json }) => {
    const input = check(openCaseBody, json);
    return async (tx) => ({ status: 201, body: { id: await openCaseIn(tx, actor, input), version: 1 } });
  },
  // The lists count cases as well as decisions.
  afterCommit: ({ actor }) => afterDecision(actor),
});

export const { HEAD, OPTIONS, PUT, PATCH, DELETE } = refuseOthers("GET", "POST");
