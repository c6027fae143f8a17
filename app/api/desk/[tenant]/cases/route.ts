import { listInbox } from "@/lib/modules/cases/inbox/queries";
import { inboxPageQuery } from "@/lib/modules/cases/inbox/schema";
import { findPulse } from "@/lib/modules/cases/pulse";
import { problemResponse } from "@/lib/web/problem";
import { findVisitor, memberOf } from "@/lib/web/session";

type Context = Readonly<{ params: Promise<{ tenant: string }> }>;

/** A further page of the inbox for a member who scrolls, with who has which of its cases open. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const visitor = await findVisitor();
  if (!visitor) {
    return problemResponse({ status: 401, code: "unauthenticated", detail: "Please sign in again." });
  }
  const { tenant: slug } = await params;
  const { actor } = memberOf(visitor, slug);
  const membership = visitor.memberships.find((candidate) => candidate.slug === slug);
  if (!actor || !membership) {
    return problemResponse({ status: 404, code: "not_found", detail: "This workspace does not exist." });
  }
  const query = inboxPageQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) {
    return problemResponse({ status: 400, code: "invalid", detail: "The address asks for no list of ours." });
  }
  const [page, pulse] = await Promise.all([
    listInbox(actor, { ...query.data, currency: membership.currency }),
    findPulse(actor.tenantId),
  ]);
  const others = page.rows.flatMap(({ id }) => {
    const viewers = (pulse?.viewers.get(id) ?? []).filter(({ userId }) => userId !== actor.userId);
    return viewers.length > 0 ? [[id, viewers.map(({ name }) => name)] as const] : [];
  });
  return Response.json(
    { ...page, viewers: Object.fromEntries(others) },
    { headers: { "cache-control": "no-store" } },
  );
}
