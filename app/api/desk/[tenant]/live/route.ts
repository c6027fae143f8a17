import { createHash } from "node:crypto";
import { findLive } from "@/lib/modules/cases/live";
import { liveQuery } from "@/lib/modules/cases/live-schema";
import { problemResponse } from "@/lib/web/problem";
import { findRecentVisitor, memberOf } from "@/lib/web/session";

type Context = Readonly<{ params: Promise<{ tenant: string }> }>;

/** What changed at the desk, for one open tab of a member: asked every second or two, so most answers are "nothing". */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const visitor = await findRecentVisitor();
  if (!visitor) {
    return problemResponse({ status: 401, code: "unauthenticated", detail: "Please sign in again." });
  }
  const { actor } = memberOf(visitor, (await params).tenant);
  const query = liveQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) {
    return problemResponse({ status: 400, code: "invalid", detail: "The address asks for something else." });
  }
  const { case: caseId, take, ...rest } = query.data;
  const live = actor && (await findLive(actor, { ...rest, caseId, mayTakeLock: take === "1" }));
  if (!live) return problemResponse({ status: 404, code: "not_found", detail: "This case does not exist." });

  const body = JSON.stringify(live);
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  const headers = { etag, "cache-control": "no-store", "content-type": "application/json" };
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  return new Response(body, { headers });
}
