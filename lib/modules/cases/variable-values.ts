import { and, eq } from "drizzle-orm";
import { loadTenantWords } from "@/lib/modules/access/approvers";
import { findCustomerName, findOrderNumber } from "@/lib/modules/orders/lookup";
import type { Actor } from "@/lib/platform/actor";
import { readAs, type Transaction } from "@/lib/platform/db";
import { formatMoney } from "@/lib/platform/money";
import type { LockedCase } from "./commands";
import { cases } from "./tables";
import type { VariableValues } from "./variables";

type Place = Pick<LockedCase, "id" | "number" | "customerId" | "orderId">;

/** The same for a page. */
export async function findVariables(actor: Actor, place: Place): Promise<VariableValues> {
  const [values] = await readAs(actor, (db) => [loadVariables(db, actor, place)]);
  return values;
}

/** What the variables say in this case when `actor` writes. */
export async function loadVariables(
  tx: Transaction,
  actor: Pick<Actor, "tenantId" | "name">,
  { id, number, customerId, orderId }: Place,
): Promise<VariableValues> {
  const { tenantId } = actor;
  const name = await findCustomerName(tx, tenantId, customerId);
  const shop = await loadTenantWords(tx, tenantId);
  const [decided] = await tx
    .select({ amountMinor: cases.amountMinor, currency: cases.currency })
    .from(cases)
    .where(and(eq(cases.tenantId, tenantId), eq(cases.id, id)));
  const isAboutMoney = decided?.amountMinor != null && decided.currency !== null;
  return {
    "customer.name": name,
    "customer.first_name": name.split(" ")[0] ?? "",
    "case.number": `#${number}`,
    "order.number": orderId ? await findOrderNumber(tx, tenantId, orderId) : "",
    "refund.amount": isAboutMoney ? formatMoney(decided.amountMinor ?? 0, decided.currency ?? "") : "",
    "agent.name": actor.name,
    "shop.name": shop.name,
  };
}
