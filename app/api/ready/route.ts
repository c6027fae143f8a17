import { pingDatabase } from "@/lib/platform/db";
import { problemResponse } from "@/lib/web/problem";

/** Ready for requests: the database answers. Redis is not asked, because the desk works without it. */
export async function GET(): Promise<Response> {
  try {
    await pingDatabase();
    return Response.json({ status: "ready" }, { headers: { "cache-control": "no-store" } });
  } catch {
    return problemResponse({
      status: 503,
      code: "unavailable",
      detail: "The database does not answer.",
      retryAfterSeconds: 2,
    });
  }
}

export const dynamic = "force-dynamic";
