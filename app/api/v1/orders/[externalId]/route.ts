import { putOrderBody, toOrderResource } from "@/app/api/v1/contract/orders";
import { listDecided } from "@/lib/modules/decisions/queries";
import { putOrder } from "@/lib/modules/orders/intake";
import { externalId } from "@/lib/modules/orders/intake-schema";
import { findOrderSheet } from "@/lib/modules/orders/queries";
import { asActor, readAs } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { readJson } from "@/lib/web/json-body";
import { isStorable } from "@/lib/web/json-text";
import { apiRoute, check, invalidId, refuseOthers } from "@/lib/web/route";

const path = "/api/v1/orders/{externalId}";

export const GET = apiRoute(`GET ${path}`, "order:read", async ({ actor, request }) => {
  const number = numberOf(request);
  const [found] = await readAs(actor, (db) => [findOrderSheet(db, actor.tenantId, number)]);
  if (!found) throw new DomainError("not_found", "This order does not exist.");
  return Response.json(toOrderResource(found));
});

export const PUT = apiRoute(`PUT ${path}`, "order:write", async ({ actor, request }) => {
  const number = numberOf(request);
  const { json } = await readJson(request);
  const order = check(putOrderBody, json);
  const { isCreated, sheet } = await asActor(actor, async (tx) => {
    const listSpoken = async (orderId: string) =>
      (await listDecided(tx, actor.tenantId, orderId)).flatMap(({ lines }) => lines);
    const result = await putOrder(tx, actor, { number, order, listSpoken });
    return { ...result, sheet: await findOrderSheet(tx, actor.tenantId, number) };
  });
  if (!sheet) throw new Error("the order that was just written is not there");
  return Response.json(toOrderResource(sheet), { status: isCreated ? 201 : 200 });
});

export const { POST, HEAD, OPTIONS, PATCH, DELETE } = refuseOthers("GET", "PUT");

// The shop's own number, such as #W123, is the last part of the path, percent-encoded.
function numberOf(request: Request): string {
  const part = new URL(request.url).pathname.split("/").at(-1) ?? "";
  const number = externalId.safeParse(decode(part));
  if (number.success && isStorable(number.data)) return number.data;
  throw invalidId();
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
