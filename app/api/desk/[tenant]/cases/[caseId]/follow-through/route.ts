import { z } from "zod";
import { findProjection } from "@/lib/modules/cases/projection";
import { problemResponse } from "@/lib/web/problem";
import { findVisitor, memberOf } from "@/lib/web/session";

type Context = Readonly<{ params: Promise<{ tenant: string; caseId: string }> }>;

/** What the live panel of a case shows, for a member of its tenant. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { tenant, caseId } = await params;
  const visitor = await findVisitor();
  if (!visitor)
    return problemResponse({ status: 401, code: "unauthenticated", detail: "Please sign in again." });
  const { actor } = memberOf(visitor, tenant);
  const projection =
    actor && z.uuid().safeParse(caseId).success ? await findProjection(actor, caseId) : undefined;
  if (!projection) {
    return problemResponse({ status: 404, code: "not_found", detail: "This case does not exist." });
  }
  const { source, ...shown } = projection;
  return Response.json(shown, { headers: { "cache-control": "no-store", "x-source": source } });
}
