import "server-only";
import { listDecided } from "@/lib/modules/decisions/queries";
import { putOrder } from "@/lib/modules/orders/intake";
import type { PutOrder } from "@/lib/modules/orders/intake-schema";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { readOrderFile } from "./order-file";
import { requireSetter } from "./policy";
import type { ImportReport } from "./schema";

class DryRunError extends Error {}

/**
 * Takes in a file of orders, each in a commit of its own; the same file again changes nothing.
 * @param isDryRun does everything and takes it back, so that what it says is what would happen
 */
export async function importOrders(
  actor: MemberActor,
  text: string,
  isDryRun: boolean,
): Promise<ImportReport> {
  requireSetter(actor);
  const { orders, problems } = readOrderFile(text);
  const counts = { created: 0, updated: 0, unchanged: 0 };
  const refused: ImportReport["problems"][number][] = [];
  for (const { line, number, order } of orders) {
    try {
      counts[await takeIn(actor, number, order, isDryRun)] += 1;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refused.push({ line, message: error.publicMessage });
    }
  }
  return { ...counts, problems: [...problems, ...refused].sort((one, other) => one.line - other.line) };
}

async function takeIn(
  actor: MemberActor,
  number: string,
  order: PutOrder,
  isDryRun: boolean,
): Promise<"created" | "updated" | "unchanged"> {
  let outcome: "created" | "updated" | "unchanged" = "unchanged";
  try {
    await asActor(actor, async (tx) => {
      const { isCreated, hasChanged } = await takeInOrder(tx, actor, number, order);
      outcome = isCreated ? "created" : hasChanged ? "updated" : "unchanged";
      if (isDryRun) throw new DryRunError();
    });
  } catch (error) {
    if (!(error instanceof DryRunError)) throw error;
  }
  return outcome;
}

/** Takes in one order from a source of the desk's own, as the API does from the shop. */
export const takeInOrder = (tx: Transaction, actor: MemberActor, number: string, order: PutOrder) =>
  putOrder(tx, actor, {
    number,
    order,
    listSpoken: async (orderId) =>
      (await listDecided(tx, actor.tenantId, orderId)).flatMap(({ lines }) => lines),
  });
