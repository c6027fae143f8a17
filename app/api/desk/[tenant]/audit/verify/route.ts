import { z } from "zod";
import { verifyPart } from "@/lib/modules/audit/verify-part";
import { deskRoute } from "@/lib/web/desk-route";

const after = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).catch(0);

/** Checks the next part of the chain. */
export const GET = deskRoute<object>(async ({ actor, request }) => {
  const part = await verifyPart(actor, after.parse(new URL(request.url).searchParams.get("after")));
  return Response.json(part, { headers: { "cache-control": "no-store" } });
});
