import { sql } from "drizzle-orm";
import {
  foreignKey,
  index,
  jsonb,
  pgPolicy,
  pgRole,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { cases } from "@/lib/modules/cases/tables";
import { createdAt, makegood, minorUnits, moment, tenantId, tenantPolicies } from "@/lib/platform/tables";
import { type DecisionLeg, type DecisionLine, decisionStates, reasonCodes } from "./schema";

export const decisions = makegood.table(
  "decisions",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    caseId: uuid().notNull(),
    state: text({ enum: decisionStates }).notNull(),
    amountMinor: minorUnits().notNull(),
    currency: text().notNull(),
    legs: jsonb().$type<DecisionLeg[]>().notNull(),
    lines: jsonb().$type<DecisionLine[]>().notNull(),
    reasonCode: text({ enum: reasonCodes }).notNull(),
    rationale: text().notNull(),
    proposedByKind: text({ enum: ["member", "key", "system"] }).notNull(),
    proposedById: uuid(),
    proposedByName: text().notNull(),
    /** SHA-256 over legs, amount, currency and method: an approval is for exactly this and nothing else. */
    approvalHash: text().notNull(),
    decidedById: uuid(),
    decidedByName: text(),
    decidedAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("decisions_case").on(table.tenantId, table.caseId, table.createdAt),
    uniqueIndex("decisions_one_open")
      .on(table.tenantId, table.caseId)
      .where(sql`state in ('proposed', 'awaiting_approval')`),
    foreignKey({ columns: [table.tenantId, table.caseId], foreignColumns: [cases.tenantId, cases.id] }),
    ...tenantPolicies(),
  ],
);

export const approvals = makegood.table(
  "approvals",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    decisionId: uuid().notNull(),
    caseId: uuid().notNull(),
    state: text({ enum: ["waiting", "approved", "denied", "void"] })
      .notNull()
      .default("waiting"),
    requiredRole: text({ enum: ["lead", "finance"] }).notNull(),
    hash: text().notNull(),
    expiresAt: moment().notNull(),
    decidedById: uuid(),
    decidedByName: text(),
    note: text(),
    decidedAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("approvals_decision").on(table.tenantId, table.decisionId),
    index("approvals_case").on(table.tenantId, table.caseId),
    index("approvals_waiting").on(table.tenantId, table.createdAt).where(sql`state = 'waiting'`),
    foreignKey({
      columns: [table.tenantId, table.decisionId],
      foreignColumns: [decisions.tenantId, decisions.id],
    }),
    ...tenantPolicies(),
    // Behind the app's own check: nobody approves in a session whose second factor or password is not fresh.
    pgPolicy("only_fresh_sessions_approve", {
      as: "restrictive",
      for: "update",
      to: pgRole("makegood_user").existing(),
      using: sql`true`,
      withCheck: sql`state <> 'approved' or (select private.may_move_money())`,
    }),
  ],
);
