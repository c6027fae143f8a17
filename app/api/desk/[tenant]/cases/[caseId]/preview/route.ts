import { z } from "zod";
import { mayChangeCase, mayWrite } from "@/lib/modules/cases/policy";
import { findCase } from "@/lib/modules/cases/queries";
import { listMessages } from "@/lib/modules/cases/thread";
import { mayPropose } from "@/lib/modules/decisions/policy";
import { findOrder } from "@/lib/modules/orders/queries";
import { problemResponse } from "@/lib/web/problem";
import { findVisitor, memberOf } from "@/lib/web/session";

type Context = Readonly<{ params: Promise<{ tenant: string; caseId: string }> }>;

const shownMessages = 3;

/** What the inbox shows of a case beside the list: the end of its thread and its order. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { tenant, caseId } = await params;
  const visitor = await findVisitor();
  if (!visitor) {
    return problemResponse({ status: 401, code: "unauthenticated", detail: "Please sign in again." });
  }
  const { actor } = memberOf(visitor, tenant);
  const found = actor && z.uuid().safeParse(caseId).success ? await findCase(actor, caseId) : undefined;
  if (!actor || !found) {
    return problemResponse({ status: 404, code: "not_found", detail: "This case does not exist." });
  }
  const order = found.orderId ? await findOrder(actor, found.orderId) : undefined;
  const messages = await listMessages(actor, found.id);
  return Response.json(
    {
      ...found,
      messages: messages.slice(-shownMessages),
      hiddenMessages: Math.max(0, messages.length - shownMessages),
      order,
      // The same rules as on the case's own page.
      acts: {
        decide: mayPropose(actor, found),
        reply: mayWrite(actor, found),
        snooze: mayChangeCase(actor, found, { snoozedUntil: new Date(Date.now() + 3_600_000) }),
      },
    },
    { headers: { "cache-control": "no-store" } },
  );
}
