import { sql } from "drizzle-orm";
import { bigint, pgPolicy, pgRole, pgSchema, timestamp, uuid } from "drizzle-orm/pg-core";

/** Every product table lives here, in a schema that no Data API exposes. */
export const makegood = pgSchema("makegood");

const user = pgRole("makegood_user").existing();
const worker = pgRole("makegood_worker").existing();
const owner = pgRole("makegood_owner").existing();

// `(select …)` makes PostgreSQL evaluate the claims once per statement instead of once per row.
const staffTenant = sql`tenant_id = (select private.staff_tenant_id())`;
const actingTenant = sql`tenant_id = (select private.acting_tenant_id())`;

const ownerMaintains = () =>
  pgPolicy("owner_maintains", {
    as: "permissive",
    for: "all",
    to: owner,
    using: sql`true`,
    withCheck: sql`true`,
  });

/** Rows of one tenant: its staff see them, the worker sees them while it acts for that tenant. */
export const tenantPolicies = () => [
  pgPolicy("staff_of_tenant", { for: "all", to: user, using: staffTenant, withCheck: staffTenant }),
  pgPolicy("worker_for_tenant", { for: "all", to: worker, using: actingTenant, withCheck: actingTenant }),
  ownerMaintains(),
];

/** Rows of the follow-through kernel, which the worker moves for all tenants at once. */
export const kernelPolicies = () => [
  pgPolicy("staff_of_tenant", { for: "all", to: user, using: staffTenant, withCheck: staffTenant }),
  pgPolicy("worker_of_all_tenants", { for: "all", to: worker, using: sql`true`, withCheck: sql`true` }),
  ownerMaintains(),
];

/** Rows that only the worker reads or writes. */
export const workerPolicies = () => [
  pgPolicy("worker_of_all_tenants", { for: "all", to: worker, using: sql`true`, withCheck: sql`true` }),
  ownerMaintains(),
];

export const tenantId = () => uuid().notNull();
export const moment = () => timestamp({ withTimezone: true });
export const createdAt = () => moment().notNull().defaultNow();
export const minorUnits = () => bigint({ mode: "number" });
