import { loadSettings } from "@/lib/modules/access/settings";
import type { OrderFacts } from "@/lib/modules/orders/facts";
import type { Transaction } from "@/lib/platform/db";
import { type Asked, buildFacts, type LoadedFacts } from "./facts";
import { findCustomerHistory, listDecided } from "./queries";

/**
 * Everything a policy may read about an order, from our own records.
 * @param except a decision that counts as not made: the one that is looked at again
 */
export async function loadFacts(
  tx: Transaction,
  tenantId: string,
  order: OrderFacts,
  { asked, except }: Readonly<{ asked: Asked; except?: string }>,
): Promise<LoadedFacts> {
  const all = await listDecided(tx, tenantId, order.id);
  const history = await findCustomerHistory(tx, tenantId, {
    customerId: order.customer.id,
    currency: order.currency,
    except,
  });
  const { businessHours } = await loadSettings(tx, tenantId);
  return buildFacts(order, asked, {
    decided: all.filter(({ id }) => id !== except),
    own: all.find(({ id }) => id === except),
    ...{ history, timeZone: businessHours.timeZone },
  });
}
