import "server-only";
import { sql } from "drizzle-orm";
import { recordAudit } from "@/lib/modules/audit/audit";
import type { CustomerActor, Visitor } from "@/lib/platform/actor";
import { asActor, forCustomer } from "@/lib/platform/db";
import type { Portal } from "./schema";

/** A shop's portal by its path, or undefined when there is none. */
export async function findPortal(slug: string): Promise<Portal | undefined> {
  const [row] = await asActor({ kind: "visitor", userId: null }, (tx) =>
    tx.execute<{ tenant_id: string; name: string; locale: string; time_zone: string }>(
      sql`select * from private.find_portal(${slug})`,
    ),
  );
  return (
    row && { slug, tenantId: row.tenant_id, name: row.name, locale: row.locale, timeZone: row.time_zone }
  );
}

/**
 * Whoever signed in, as a customer of the shop: everybody whom it knows under the address that they have confirmed. The
 * first time it is written down that the account belongs to them.
 * @returns undefined when the shop knows nobody with that address
 */
export async function findCustomerOf(visitor: Visitor, tenantId: string): Promise<CustomerActor | undefined> {
  const rows = await asActor(visitor, (tx) =>
    tx.execute<{ id: string; is_new: boolean }>(
      sql`select id, is_new from private.claim_customers(${tenantId}::uuid)`,
    ),
  );
  const [first] = rows;
  if (!first) return undefined;
  const customer: CustomerActor = {
    ...{ kind: "customer", tenantId, customerId: first.id, name: "Customer" },
    customerIds: rows.map(({ id }) => id),
  };
  const claimed = rows.filter(({ is_new }) => is_new);
  if (claimed.length > 0) {
    await forCustomer(customer, async (tx) => {
      for (const { id: subjectId } of claimed) {
        await recordAudit(tx, customer, {
          ...{ action: "customer.account_linked", subjectType: "customer", subjectId },
        });
      }
    });
  }
  return customer;
}
