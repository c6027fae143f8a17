import { sql } from "drizzle-orm";
import {
  foreignKey,
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
import { cases } from "@/lib/modules/cases/tables";
import type { StoredTrace } from "@/lib/modules/policies/schema";
import { policyVersions } from "@/lib/modules/policies/tables";
import { policyActions, reasonCodes, verdicts } from "@/lib/modules/policies/terms";
import { createdAt, makegood, minorUnits, moment, tenantId, tenantPolicies } from "@/lib/platform/tables";
import {
  approvalStates,
  type DecisionExtra,
  type DecisionLeg,
  type DecisionLine,
  type Denial,
  decisionStates,
} from "./schema";
import { outcomes } from "./terms";

const user = pgRole("makegood_user").existing();

export const decisions = makegood.table(
  "decisions",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    caseId: uuid().notNull(),
    orderId: uuid(),
    customerId: uuid(),
    state: text({ enum: decisionStates }).notNull(),
    outcome: text({ enum: outcomes }).notNull().default("approve"),
    action: text({ enum: policyActions }).notNull().default("return"),
    /** Moves with every act on the decision: whoever acts on an older one is told so. */
    version: integer().notNull().default(1),
    amountMinor: minorUnits().notNull(),
    currency: text().notNull(),
    legs: jsonb().$type<DecisionLeg[]>().notNull(),
    lines: jsonb().$type<DecisionLine[]>().notNull(),
    extras: jsonb().$type<DecisionExtra[]>().notNull().default([]),
    reasonCode: text({ enum: reasonCodes }).notNull(),
    rationale: text().notNull(),
    /** What the policy said and why, with every fact it used: enough to replay it years later. */
    trace: jsonb().$type<StoredTrace>(),
    verdict: text({ enum: verdicts }),
    capMinor: minorUnits(),
    policyVersionId: uuid(),
    /** What the customer is told of a denial or asked for. */
    denial: jsonb().$type<Denial>(),
    appealOfId: uuid(),
    supersedesId: uuid(),
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
    index("decisions_order").on(table.tenantId, table.orderId),
    index("decisions_customer_time").on(table.tenantId, table.customerId, table.createdAt),
    index("decisions_proposer_time").on(table.tenantId, table.proposedById, table.createdAt),
    index("decisions_time").on(table.tenantId, table.createdAt, table.id),
    index("decisions_decided").on(table.tenantId, table.decidedAt).where(sql`decided_at is not null`),
    index("decisions_policy").on(table.tenantId, table.policyVersionId),
    index("decisions_decider_time").on(table.tenantId, table.decidedById, table.decidedAt),
    uniqueIndex("decisions_one_open")
      .on(table.tenantId, table.caseId)
      .where(sql`state in ('proposed', 'awaiting_approval')`),
    foreignKey({ columns: [table.tenantId, table.caseId], foreignColumns: [cases.tenantId, cases.id] }),
    foreignKey({
      name: "decisions_policy_version",
      columns: [table.tenantId, table.policyVersionId],
      foreignColumns: [policyVersions.tenantId, policyVersions.id],
    }),
    ...tenantPolicies(),
  ],
);

// Behind the app's own check: nobody approves in a session whose second factor or password is not fresh.
const onlyFreshSessions = {
  as: "restrictive",
  to: user,
} as const;

/** One question to the people who may say yes to a decision. It is open until enough of them did. */
export const approvals = makegood.table(
  "approvals",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    decisionId: uuid().notNull(),
    caseId: uuid().notNull(),
    state: text({ enum: approvalStates }).notNull().default("waiting"),
    requiredRole: text({ enum: ["lead", "finance"] }).notNull(),
    /** How many different people have to say yes. */
    requiredVotes: integer().notNull().default(1),
    hash: text().notNull(),
    /** What one person lets go since they proved who they are; beyond it the database wants a proof of ten minutes. */
    stepUpMinor: minorUnits(),
    /** Business hours: when the deputy is told, and when nobody answered. */
    remindsAt: moment(),
    remindedAt: moment(),
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
    index("approvals_due").on(table.expiresAt).where(sql`state = 'waiting'`),
    foreignKey({
      columns: [table.tenantId, table.decisionId],
      foreignColumns: [decisions.tenantId, decisions.id],
    }),
    ...tenantPolicies(),
    pgPolicy("only_fresh_sessions_approve", {
      ...onlyFreshSessions,
      for: "update",
      using: sql`true`,
      withCheck: sql`state <> 'approved' or (select private.may_move_money())`,
    }),
  ],
);

/** One person's yes. Nobody says it twice, and nobody says it for somebody else. */
export const approvalVotes = makegood.table(
  "approval_votes",
  {
    tenantId: tenantId(),
    approvalId: uuid().notNull(),
    memberId: uuid().notNull(),
    memberName: text().notNull(),
    /** The role that the person acted with, their own or a delegated one. */
    role: text({ enum: ["lead", "finance"] }).notNull(),
    delegatedById: uuid(),
    hash: text().notNull(),
    votedAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.approvalId, table.memberId] }),
    foreignKey({
      name: "approval_votes_approval",
      columns: [table.tenantId, table.approvalId],
      foreignColumns: [approvals.tenantId, approvals.id],
    }),
    ...tenantPolicies(),
    pgPolicy("only_fresh_sessions_vote", {
      ...onlyFreshSessions,
      for: "insert",
      withCheck: sql`private.may_vote(tenant_id, approval_id) and member_id = (select (private.claims() ->> 'sub')::uuid)`,
    }),
  ],
);

/** Somebody lends their right to approve, until a date. The lender keeps it, too. */
export const delegations = makegood.table(
  "delegations",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    fromId: uuid().notNull(),
    fromName: text().notNull(),
    role: text({ enum: ["lead", "finance"] }).notNull(),
    toId: uuid().notNull(),
    toName: text().notNull(),
    endsAt: moment().notNull(),
    revokedAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("delegations_to").on(table.tenantId, table.toId).where(sql`revoked_at is null`),
    ...tenantPolicies(),
  ],
);
