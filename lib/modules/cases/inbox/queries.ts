import { and, eq, type SQL, sql } from "drizzle-orm";
import { type InboxCounts, type InboxPage, inboxSplits } from "@/lib/modules/cases/schema";
import { parseSearch, type SearchTerm } from "@/lib/modules/cases/search-words";
import { cases } from "@/lib/modules/cases/tables";
import { findOrderIds } from "@/lib/modules/orders/lookup";
import type { Actor } from "@/lib/platform/actor";
import { readAs, type Transaction } from "@/lib/platform/db";
import { type SearchContext, splitCondition, termCondition } from "./conditions";
import { cursorOf, type Order, orderOf, placeMoment, placeOf, reversed } from "./order";
import { type PlacedRow, readMatches, readRows, type Words } from "./read";
import type { InboxView } from "./schema";

type Question = InboxView &
  Readonly<{
    /** The workspace's own, for amounts in the search that name none. */
    currency: string;
    /** Also cases that are done; a search always finds them. */
    hasDone?: boolean;
  }>;

type Slice = Readonly<{ cursor?: string | undefined; limit: number }>;

/** One page of the inbox in the order of its view. Without an exact match, what is written nearly like it. */
export async function listInbox(actor: Actor, question: Question & Slice): Promise<InboxPage> {
  const [page] = await readAs(actor, (db) => [listInboxIn(db, actor, question)]);
  return page;
}

/** The same inside the caller's transaction. */
export const listInboxIn = (db: Transaction, actor: Actor, question: Question & Slice): Promise<InboxPage> =>
  readPage(db, lookOf(actor, question), question);

type Neighbours = Readonly<{ previousId: string | undefined; nextId: string | undefined }>;

/** The cases before and after one in the list, wherever that case would stand by now. */
export async function findNeighbours(actor: Actor, question: Question, caseId: string): Promise<Neighbours> {
  const [neighbours] = await readAs(actor, (db) => [readNeighbours(db, lookOf(actor, question), caseId)]);
  return neighbours;
}

/** How many cases each split holds. */
export async function countInbox(actor: Actor): Promise<InboxCounts> {
  const [counts] = await readAs(actor, (db) => [countInboxIn(db, actor)]);
  return counts;
}

/** The same inside the caller's transaction. */
export async function countInboxIn(db: Transaction, actor: Actor): Promise<InboxCounts> {
  const context = { actor, currency: "", now: new Date() };
  // Each on its own, so that each reads only the index with its own cases, however many are done.
  const counts = inboxSplits.map((split) => {
    const condition = and(eq(cases.tenantId, actor.tenantId), splitCondition(split, context));
    return sql`${split}::text, (select count(*) from ${cases} where ${condition})`;
  });
  const [row] = await db.execute<{ counts: InboxCounts }>(
    sql`select jsonb_build_object(${sql.join(counts, sql`, `)}) as counts`,
  );
  if (!row) throw new Error("a count returned no row");
  return row.counts;
}

type Look = Readonly<{
  context: SearchContext;
  question: Question;
  terms: readonly SearchTerm[];
  order: Order;
}>;

const lookOf = (actor: Actor, question: Question): Look => ({
  context: { actor, currency: question.currency, now: new Date() },
  question,
  terms: parseSearch(question.q, question.currency).terms,
  order: orderOf(question),
});

async function readPage(db: Transaction, look: Look, { cursor, limit }: Slice): Promise<InboxPage> {
  const reading = {
    tenantId: look.context.actor.tenantId,
    conditions: await conditionsOf(db, look),
    order: look.order,
    from: placeOf(cursor),
    limit: limit + 1,
  };
  const words = wordsOf(look.terms);
  const exact = await (words ? readMatches(db, words, reading) : readRows(db, reading));
  if (exact.length > 0 || cursor || !words || words.texts.length === 0) return pageOf(exact, limit);
  const near = await readMatches(db, { ...words, isClose: true }, { ...reading, limit });
  return { ...pageOf(near, limit), ...(near.length > 0 && { isClose: true }) };
}

function pageOf(found: readonly PlacedRow[], limit: number): InboxPage {
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1) : undefined;
  return {
    rows: shown.map(({ place: _, ...row }) => row),
    nextCursor: last?.place ? cursorOf({ moment: last.place, id: last.id }) : undefined,
  };
}

async function readNeighbours(db: Transaction, look: Look, caseId: string): Promise<Neighbours> {
  const [place] = await db
    .select({ moment: placeMoment(look.order) })
    .from(cases)
    .where(and(eq(cases.tenantId, look.context.actor.tenantId), eq(cases.id, caseId)));
  if (!place?.moment) return { previousId: undefined, nextId: undefined };
  const slice = { cursor: cursorOf({ moment: place.moment, id: caseId }), limit: 1 };
  const next = await readPage(db, look, slice);
  const previous = await readPage(db, { ...look, order: reversed(look.order) }, slice);
  return { previousId: previous.rows[0]?.id, nextId: next.rows[0]?.id };
}

/** What a case must be, besides holding the words. */
async function conditionsOf(db: Transaction, look: Look): Promise<(SQL | undefined)[]> {
  const { context, question, terms } = look;
  const isEverything = question.split === "all" && (question.hasDone || terms.length > 0);
  const conditions = [isEverything ? undefined : splitCondition(question.split, context)];
  for (const term of terms) {
    if (term.kind === "order") conditions.push(await orderCondition(db, context.actor.tenantId, term.number));
    else if (term.kind !== "text" && term.kind !== "tag") conditions.push(termCondition(term, context));
  }
  return conditions;
}

// Shops write #W2378156; people write W2378156, or w2378156.
async function orderCondition(db: Transaction, tenantId: string, number: string): Promise<SQL> {
  const bare = number.replace(/^#/, "");
  const spellings = [bare, `#${bare}`, bare.toUpperCase(), `#${bare.toUpperCase()}`];
  const orderIds = await findOrderIds(db, tenantId, spellings);
  return sql`${cases.orderId} = any (${`{${orderIds.join(",")}}`}::uuid[])`;
}

function wordsOf(terms: readonly SearchTerm[]): Words | undefined {
  const texts = terms.flatMap((term) => (term.kind === "text" ? [term.text] : []));
  const labels = terms.flatMap((term) => (term.kind === "tag" ? [term.label] : []));
  return texts.length + labels.length > 0 ? { texts, labels, isClose: false } : undefined;
}
