import { text, uuid } from "drizzle-orm/pg-core";
import { adminsWrite, tenants } from "@/lib/modules/access/tables";
import { createdAt, makegood, moment, tenantId, tenantPolicies } from "@/lib/platform/tables";

/** Where a tenant's CRM is reached and what is signed with. A tenant without a row uses the installation's. */
export const crmConnections = makegood.table(
  "crm_connections",
  {
    tenantId: tenantId()
      .primaryKey()
      .references(() => tenants.id),
    /** Missing: the installation's own address and secret. */
    url: text(),
    sealedSecret: text(),
    connectedById: uuid().notNull(),
    connectedByName: text().notNull(),
    /** When it was last looked at, by a test message. */
    checkedAt: moment().notNull().defaultNow(),
    /** Why the last test failed; null when it went well. */
    failure: text(),
    createdAt: createdAt(),
  },
  () => [...tenantPolicies(), ...adminsWrite()],
);
