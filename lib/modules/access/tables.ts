import { sql } from "drizzle-orm";
import {
  boolean,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgRole,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { roles } from "@/lib/platform/actor";
import { createdAt, makegood, moment, tenantId, tenantPolicies } from "@/lib/platform/tables";
import { type BusinessHours, type CurrencyLimits, defaultServiceLevels, type ServiceLevels } from "./schema";

const user = pgRole("makegood_user").existing();
const worker = pgRole("makegood_worker").existing();
const owner = pgRole("makegood_owner").existing();
const ownTenant = sql`id = (select private.staff_tenant_id())`;

// Behind the app's own check: whoever manages people and keys is an active admin whose second factor is fresh.
const freshAdmin = sql`(select private.is_fresh_admin())`;
export const adminsWrite = () => [
  pgPolicy("only_fresh_admins_insert", { as: "restrictive", for: "insert", to: user, withCheck: freshAdmin }),
  // Not in `using`: that would let an update touch nothing and say nothing.
  pgPolicy("only_fresh_admins_update", {
    as: "restrictive",
    for: "update",
    to: user,
    using: sql`true`,
    withCheck: freshAdmin,
  }),
];

export const tenants = makegood.table(
  "tenants",
  {
    id: uuid().primaryKey(),
    slug: text().notNull(),
    name: text().notNull(),
    currency: text().notNull().default("USD"),
    locale: text().notNull().default("en-US"),
    /** A mail address of the tenant's own that is forwarded to us. Set by whoever runs the installation. */
    mailAddress: text(),
    /** Closed workspaces open for nobody, but what was decided in them is followed through. */
    deletedAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex("tenants_slug").on(table.slug),
    uniqueIndex("tenants_mail_address").on(table.mailAddress).where(sql`mail_address is not null`),
    pgPolicy("staff_see_their_tenant", { for: "select", to: user, using: ownTenant }),
    pgPolicy("worker_sees_tenants", { for: "select", to: worker, using: sql`true` }),
    pgPolicy("owner_maintains", { for: "all", to: owner, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** Who works for a tenant and as what. The source of truth for every role. */
export const members = makegood.table(
  "members",
  {
    tenantId: tenantId().references(() => tenants.id),
    userId: uuid().notNull(),
    role: text({ enum: roles }).notNull(),
    name: text().notNull(),
    email: text().notNull(),
    disabledAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.userId] }),
    index("members_user").on(table.userId),
    ...tenantPolicies(),
    ...adminsWrite(),
  ],
);

/** Somebody was asked by mail to join a tenant. The link in it is a signature, so no secret is kept here. */
export const invitations = makegood.table(
  "invitations",
  {
    id: uuid().notNull(),
    tenantId: tenantId().references(() => tenants.id),
    email: text().notNull(),
    role: text({ enum: roles }).notNull(),
    invitedById: uuid().notNull(),
    invitedByName: text().notNull(),
    noticeId: uuid().notNull(),
    expiresAt: moment().notNull(),
    acceptedAt: moment(),
    revokedAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex("invitations_open")
      .on(table.tenantId, table.email)
      .where(sql`accepted_at is null and revoked_at is null`),
    ...tenantPolicies(),
    ...adminsWrite(),
  ],
);

/** Keys are kept as SHA-256: their entropy makes a slow hash pointless. */
export const apiKeys = makegood.table(
  "api_keys",
  {
    id: uuid().notNull(),
    tenantId: tenantId().references(() => tenants.id),
    name: text().notNull(),
    prefix: text().notNull(),
    hash: text().notNull(),
    scopes: jsonb().$type<string[]>().notNull(),
    /** The first key of the program, for those that took its place: what a client sent once is known to all of them. */
    clientId: uuid(),
    isAi: boolean().notNull().default(false),
    createdById: uuid(),
    createdByName: text().notNull().default(""),
    expiresAt: moment(),
    revokedAt: moment(),
    lastUsedAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex("api_keys_hash").on(table.hash),
    ...tenantPolicies(),
    ...adminsWrite(),
  ],
);

/** The stored answer of each POST that carried an `Idempotency-Key`, written in the transaction of its effect. */
export const idempotencyKeys = makegood.table(
  "idempotency_keys",
  {
    tenantId: tenantId(),
    clientId: uuid().notNull(),
    key: text().notNull(),
    requestHash: text().notNull(),
    status: integer().notNull(),
    body: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.clientId, table.key] }),
    index("idempotency_keys_age").on(table.createdAt),
    ...tenantPolicies(),
  ],
);

/** What the admins of a tenant set. A tenant without a row has the defaults of `schema.ts`. */
export const tenantSettings = makegood.table(
  "tenant_settings",
  {
    tenantId: tenantId()
      .primaryKey()
      .references(() => tenants.id),
    /** Money limits by currency; a currency that is missing has the product's defaults. */
    limits: jsonb().$type<Record<string, CurrencyLimits>>().notNull().default({}),
    businessHours: jsonb().$type<BusinessHours>().notNull(),
    /** An approval that nobody gives expires after so many business hours. */
    approvalHours: integer().notNull().default(24),
    /** How long an approved refund can be taken back before it is paid. */
    holdSeconds: integer().notNull().default(0),
    /** May an AI's key deny by itself what the policy denies? */
    allowsAutoDeny: boolean().notNull().default(false),
    deputyId: uuid(),
    /** What the tenant owes its customers, in working hours. */
    sla: jsonb().$type<ServiceLevels>().notNull().default(defaultServiceLevels),
    version: integer().notNull().default(1),
    updatedAt: createdAt(),
  },
  () => [...tenantPolicies(), ...adminsWrite()],
);

/** Somebody stopped the payouts of a tenant, or what one key decides by itself, until somebody lifts it. */
export const killSwitches = makegood.table(
  "kill_switches",
  {
    id: uuid().notNull(),
    tenantId: tenantId().references(() => tenants.id),
    /** Missing: the switch stops the whole tenant. */
    keyId: uuid(),
    reason: text().notNull(),
    placedById: uuid(),
    placedByName: text().notNull(),
    placedAt: createdAt(),
    liftedById: uuid(),
    liftedByName: text(),
    liftedAt: moment(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("kill_switches_active").on(table.tenantId, table.keyId).where(sql`lifted_at is null`),
    ...tenantPolicies(),
  ],
);
