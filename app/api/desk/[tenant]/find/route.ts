import { findCasesByWords } from "@/lib/modules/cases/find/queries";
import { findQuery } from "@/lib/modules/cases/find-schema";
import { isStorable } from "@/lib/web/json-text";
import { problemResponse } from "@/lib/web/problem";
import { findVisitor, memberOf } from "@/lib/web/session";

type Context = Readonly<{ params: Promise<{ tenant: string }> }>;

/** Cases for the palette of a member. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const visitor = await findVisitor();
  if (!visitor) {
    return problemResponse({ status: 401, code: "unauthenticated", detail: "Please sign in again." });
  }
  const { tenant: slug } = await params;
  const { actor } = memberOf(visitor, slug);
  if (!actor) return problemResponse({ status: 404, code: "not_found", detail: "This desk does not exist." });
  const query = findQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success || !isStorable(query.data.words)) {
    return problemResponse({ status: 400, code: "invalid", detail: "Search for 1 to 100 characters." });
  }
  const currency = visitor.memberships.find((membership) => membership.slug === slug)?.currency ?? "";
  const found = await findCasesByWords(actor, query.data.words, currency);
  return Response.json(found, { headers: { "cache-control": "no-store" } });
}
