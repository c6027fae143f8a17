import { type SQL, sql } from "drizzle-orm";
import type { Period } from "./schema";

// What each number counts, said once: the figure and the list of its cases read the same.

/** `column` lies in the period, both days included. */
const within = (column: SQL, { from, to }: Period): SQL =>
  sql`${column} >= ${from}::date and ${column} < ${to}::date + 1`;

/** A yes or no that stands; `d` is the decision. */
export const isDecided = (tenantId: string, period: Period): SQL =>
  sql`d.tenant_id = ${tenantId} and d.state in ('approved', 'denied') and ${within(sql`d.decided_at`, period)}`;

export const isApproved = (tenantId: string, period: Period): SQL =>
  sql`d.tenant_id = ${tenantId} and d.state = 'approved' and d.amount_minor > 0 and ${within(sql`d.decided_at`, period)}`;

/** A program decided it alone. */
export const isAuto = sql`(d.proposed_by_kind = 'key' and d.decided_by_id = d.proposed_by_id)`;

/** A person decided, knowing what the policy says. */
export const isJudged = sql`(d.verdict is not null and not ${isAuto})`;

/** The person did the opposite of what the policy says. */
export const isOverridden = sql`(${isJudged} and ((d.verdict in ('allow', 'need_approval') and d.state = 'denied')
  or (d.verdict = 'deny' and d.state = 'approved')))`;

/** `r` reached the customer; `d` is its decision. */
export const isPaid = (tenantId: string, period: Period): SQL =>
  sql`r.tenant_id = ${tenantId} and r.state = 'succeeded' and ${within(sql`r.settled_at`, period)}`;

/** `c` was opened in the period and answered since. */
export const isReplied = (tenantId: string, period: Period): SQL =>
  sql`c.tenant_id = ${tenantId} and c.first_replied_at is not null and ${within(sql`c.created_at`, period)}`;

export const isStuck = (tenantId: string): SQL => sql`c.tenant_id = ${tenantId} and c.needs_attention > 0`;

/** The clauses that a decision stands on, each once. */
export const citedClauses = sql`(
  select distinct citation ->> 'clauseId' as id from jsonb_array_elements(
    coalesce(d.trace #> '{trace,citations}', '[]'::jsonb)) citation)`;
