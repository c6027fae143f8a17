import { sql } from "drizzle-orm";
import { foreignKey, index, pgPolicy, pgRole, primaryKey, uuid } from "drizzle-orm/pg-core";
import { customers, orders } from "@/lib/modules/orders/tables";
import { createdAt, makegood, moment, tenantId } from "@/lib/platform/tables";

const user = pgRole("makegood_user").existing();
const owner = pgRole("makegood_owner").existing();

// Only the product itself: staff have nothing to do with the keys of customers.
const actingTenant = sql`tenant_id = (select private.acting_tenant_id())`;

/** A link that lets a guest see one order. The mail carries our signature of its id, so nothing here opens anything. */
export const guestLinks = makegood.table(
  "guest_links",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    customerId: uuid().notNull(),
    orderId: uuid().notNull(),
    expiresAt: moment().notNull(),
    usedAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("guest_links_customer").on(table.tenantId, table.customerId),
    index("guest_links_order").on(table.tenantId, table.orderId),
    foreignKey({
      name: "guest_links_owner",
      columns: [table.tenantId, table.customerId],
      foreignColumns: [customers.tenantId, customers.id],
    }),
    foreignKey({ columns: [table.tenantId, table.orderId], foreignColumns: [orders.tenantId, orders.id] }),
    pgPolicy("product_for_tenant", { for: "all", to: user, using: actingTenant, withCheck: actingTenant }),
    pgPolicy("owner_maintains", { for: "all", to: owner, using: sql`true`, withCheck: sql`true` }),
  ],
);
