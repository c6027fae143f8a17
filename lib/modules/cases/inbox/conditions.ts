import { and, eq, gt, gte, ilike, inArray, isNull, lt, lte, type SQL, sql } from "drizzle-orm";
import { dueAt, isStuck } from "@/lib/modules/cases/queries";
import type { InboxSplit } from "@/lib/modules/cases/schema";
import { type Comparison, type IsWord, momentOf, type SearchTerm } from "@/lib/modules/cases/search-words";
import { cases } from "@/lib/modules/cases/tables";
import { type Actor, actorId } from "@/lib/platform/actor";
import { parseMoney } from "@/lib/platform/money";

/** What the words of a search depend on. */
export type SearchContext = Readonly<{
  actor: Actor;
  /** The workspace's own, for amounts that name none. */
  currency: string;
  now: Date;
}>;

const slaSoonMs = 3_600_000;
const nothing = sql`false`;

// In the words of the partial indexes, so that PostgreSQL sees that they hold all it looks for.
const isActive = sql`${cases.conversation} in ('open', 'waiting_customer')`;
const isUndecided = sql`${cases.conversation} = 'open' and ${cases.decision} in ('none', 'returned', 'appealed')`;

/** The cases of a split. Done cases are in none but `all` of a program: people find them by searching. */
export const splitCondition = (split: InboxSplit, context: SearchContext): SQL | undefined =>
  split === "all" ? isActive : isCondition(split, context);

/** What a term of the search asks of a case, except for words and labels: those have an index of their own. */
export function termCondition(
  term: Exclude<SearchTerm, { kind: "text" | "tag" | "order" }>,
  context: SearchContext,
): SQL | undefined {
  switch (term.kind) {
    case "status":
      return inArray(cases.conversation, [...term.states]);
    case "assignee":
      return assigneeCondition(term.name, context);
    case "amount":
      return amountCondition(term, context);
    case "before":
      return lt(cases.lastMessageAt, momentOf(term, context.now));
    case "after":
      return gte(cases.lastMessageAt, momentOf(term, context.now));
    case "is":
      return isCondition(term.word, context);
  }
}

function isCondition(word: IsWord, { actor, now }: SearchContext): SQL | undefined {
  switch (word) {
    case "mine":
      return and(isActive, eq(cases.assigneeId, actorId(actor) ?? actor.tenantId));
    case "unassigned":
      return and(isActive, isNull(cases.assigneeId));
    case "needs-decision":
      return isUndecided;
    case "awaiting-approval":
      return sql`${cases.decision} = 'awaiting_approval'`;
    case "attention":
      return isStuck;
    case "sla":
      return and(isActive, dueBy(new Date(now.getTime() + slaSoonMs)));
    case "overdue":
      return and(isActive, dueBy(now));
    case "snoozed":
      return sql`${cases.conversation} = 'snoozed'`;
    case "approved":
    case "denied":
      return eq(cases.decision, word);
    case "paid":
      return eq(cases.refund, "succeeded");
  }
}

const dueBy = (moment: Date): SQL => sql`${dueAt} <= ${moment.toISOString()}::timestamptz`;

function assigneeCondition(name: string, { actor }: SearchContext): SQL | undefined {
  if (name === "none") return isNull(cases.assigneeId);
  if (name === "me") return eq(cases.assigneeId, actorId(actor) ?? actor.tenantId);
  return ilike(cases.assigneeName, `%${name.replace(/[\\%_]/g, "\\$&")}%`);
}

const compare: Readonly<Record<Comparison, typeof eq>> = { ">": gt, ">=": gte, "<": lt, "<=": lte, "=": eq };

// Amounts of different currencies are never compared.
function amountCondition(
  { comparison, value, currency: named }: Extract<SearchTerm, { kind: "amount" }>,
  { currency: own }: SearchContext,
): SQL | undefined {
  const currency = named ?? own;
  const amountMinor = parseMoney(value, currency);
  if (amountMinor === undefined) return nothing;
  return and(eq(cases.currency, currency), compare[comparison](cases.amountMinor, amountMinor));
}
