import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { cases } from "@/lib/modules/cases/tables";
import { charges, paymentMethods } from "@/lib/modules/orders/tables";
import {
  createdAt,
  kernelPolicies,
  makegood,
  minorUnits,
  moment,
  tenantId,
  tenantPolicies,
} from "@/lib/platform/tables";
import { mismatchKinds } from "./reconcile-schema";
import { attemptStates, holdReasons, ledgerAccounts, payoutMethods, refundStates } from "./schema";

/** One leg of a decision: an amount that goes back to one charge. Its state follows from its attempts. */
export const refunds = makegood.table(
  "refunds",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    caseId: uuid().notNull(),
    decisionId: uuid().notNull(),
    chargeId: uuid().notNull(),
    method: text({ enum: payoutMethods }).notNull().default("refund"),
    /** The customer's account that store credit goes to. */
    destinationId: uuid(),
    state: text({ enum: refundStates }).notNull(),
    amountMinor: minorUnits().notNull(),
    currency: text().notNull(),
    generation: integer().notNull().default(0),
    providerRefundId: text(),
    failureReason: text(),
    /** Of a payout by hand: what the bank or the till calls it. */
    manualReference: text(),
    /** The refund that failed and that this one stands in for. */
    replacesId: uuid(),
    /** Until then it can be taken back: the worker does not submit it earlier. */
    scheduledFor: moment(),
    createdAt: createdAt(),
    submittedAt: moment(),
    settledAt: moment(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("refunds_case").on(table.tenantId, table.caseId),
    index("refunds_decision").on(table.tenantId, table.decisionId),
    index("refunds_charge").on(table.tenantId, table.chargeId),
    index("refunds_time").on(table.tenantId, table.createdAt, table.id),
    index("refunds_destination").on(table.tenantId, table.destinationId),
    index("refunds_stuck")
      .on(table.tenantId, table.id)
      .where(sql`state in ('failed', 'failed_late', 'unknown', 'requires_action')`),
    index("refunds_settled").on(table.tenantId, table.settledAt).where(sql`state = 'succeeded'`),
    index("refunds_open")
      .on(table.tenantId, table.createdAt)
      .where(sql`state in ('reserved', 'scheduled', 'submitting', 'pending', 'requires_action', 'unknown')`),
    foreignKey({ columns: [table.tenantId, table.caseId], foreignColumns: [cases.tenantId, cases.id] }),
    foreignKey({ columns: [table.tenantId, table.chargeId], foreignColumns: [charges.tenantId, charges.id] }),
    foreignKey({
      name: "refunds_destination_method",
      columns: [table.tenantId, table.destinationId],
      foreignColumns: [paymentMethods.tenantId, paymentMethods.id],
    }),
    ...tenantPolicies(),
  ],
);

/**
 * One try to pay, committed before the provider is called. What the provider says belongs to the attempt it answers,
 * so news of an old attempt never changes a newer one.
 */
export const refundAttempts = makegood.table(
  "refund_attempts",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    refundId: uuid().notNull(),
    generation: integer().notNull(),
    state: text({ enum: attemptStates }).notNull(),
    providerKey: text().notNull(),
    providerRefundId: text(),
    failureReason: text(),
    lookups: integer().notNull().default(0),
    startedAt: createdAt(),
    finishedAt: moment(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex("refund_attempts_generation").on(table.tenantId, table.refundId, table.generation),
    uniqueIndex("refund_attempts_provider").on(table.tenantId, table.providerRefundId),
    foreignKey({ columns: [table.tenantId, table.refundId], foreignColumns: [refunds.tenantId, refunds.id] }),
    ...tenantPolicies(),
  ],
);

/** Reasons why a refund may not be submitted now. A submission goes through only when all are lifted. */
export const refundHolds = makegood.table(
  "refund_holds",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    refundId: uuid().notNull(),
    reason: text({ enum: holdReasons }).notNull(),
    placedAt: createdAt(),
    liftedAt: moment(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("refund_holds_refund").on(table.tenantId, table.refundId).where(sql`lifted_at is null`),
    foreignKey({ columns: [table.tenantId, table.refundId], foreignColumns: [refunds.tenantId, refunds.id] }),
    ...tenantPolicies(),
  ],
);

/**
 * Double entry, append-only: the amounts of one `posting_id` add up to zero in each currency, checked at commit.
 * A posting is named after its cause, so recording the same fact twice changes nothing.
 */
export const ledgerEntries = makegood.table(
  "ledger_entries",
  {
    tenantId: tenantId(),
    postingId: uuid().notNull(),
    account: text({ enum: ledgerAccounts }).notNull(),
    refundId: uuid().notNull(),
    cause: text().notNull(),
    amountMinor: minorUnits().notNull(),
    currency: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.postingId, table.account] }),
    uniqueIndex("ledger_entries_once").on(table.tenantId, table.refundId, table.cause, table.account),
    foreignKey({ columns: [table.tenantId, table.refundId], foreignColumns: [refunds.tenantId, refunds.id] }),
    ...tenantPolicies(),
  ],
);

/** Provider events already taken in, so that a repeat is answered without effect. */
export const providerEvents = makegood.table(
  "provider_events",
  {
    tenantId: tenantId(),
    id: text().notNull(),
    type: text().notNull(),
    refundId: uuid(),
    receivedAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] }), ...tenantPolicies()],
);

/** When the books of a tenant were compared with the provider's, and whether somebody asks for it now. */
export const reconciliations = makegood.table(
  "reconciliations",
  {
    tenantId: tenantId().primaryKey(),
    requestedAt: moment(),
    startedAt: moment(),
    finishedAt: moment(),
    /** The provider's refunds of our charges that were compared. */
    compared: integer().notNull().default(0),
    /** There were more than are looked at in one go, so the oldest were left out. */
    isPartial: boolean().notNull().default(false),
    error: text(),
  },
  () => kernelPolicies(),
);

/** One difference between our books and the provider's, until it is gone. */
export const mismatches = makegood.table(
  "refund_mismatches",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    kind: text({ enum: mismatchKinds }).notNull(),
    chargeId: uuid().notNull(),
    refundId: uuid(),
    providerRefundId: text(),
    attemptId: uuid(),
    currency: text().notNull(),
    oursMinor: minorUnits(),
    theirsMinor: minorUnits(),
    oursState: text(),
    theirsState: text(),
    foundAt: createdAt(),
    resolvedAt: moment(),
    /** Who took in what the provider says; null when the difference went away by itself. */
    resolvedById: uuid(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("refund_mismatches_open").on(table.tenantId, table.foundAt).where(sql`resolved_at is null`),
    index("refund_mismatches_charge").on(table.tenantId, table.chargeId),
    foreignKey({
      name: "refund_mismatches_charge_fk",
      columns: [table.tenantId, table.chargeId],
      foreignColumns: [charges.tenantId, charges.id],
    }),
    ...tenantPolicies(),
  ],
);
