import { and, eq, type SQL, sql } from "drizzle-orm";
import { selectInboxRows } from "@/lib/modules/cases/queries";
import type { InboxRow } from "@/lib/modules/cases/schema";
import { cases } from "@/lib/modules/cases/tables";
import type { Transaction } from "@/lib/platform/db";
import { afterPlace, type Order, orderBy, type Place, placeMoment } from "./order";

export type PlacedRow = InboxRow & Readonly<{ place: string | null }>;

/** Which rows to read: of which tenant, fulfilling what, from where on in which order. */
export type Reading = Readonly<{
  tenantId: string;
  conditions: readonly (SQL | undefined)[];
  order: Order;
  from: Place | undefined;
  limit: number;
}>;

export function readRows(db: Transaction, reading: Reading): Promise<PlacedRow[]> {
  const { tenantId, conditions, order, from, limit } = reading;
  return selectInboxRows(db, placeMoment(order))
    .where(and(eq(cases.tenantId, tenantId), order.needs, from && afterPlace(order, from), ...conditions))
    .orderBy(orderBy(order))
    .limit(limit);
}

/** What to look for in the words of cases. `isClose`: names that are nearly written like the texts count. */
export type Words = Readonly<{ texts: readonly string[]; labels: readonly string[]; isClose: boolean }>;

/** Of those that match, only some fulfil the other conditions of a list. */
const firstLookUp = 400;
const growth = 8;
/** In an order that words are not looked up in, so many of the newest matches are put in order. */
const mostSorted = 2_000;

/** The rows whose words match. Words are looked up bit by bit, until enough of them fulfil the other conditions. */
export async function readMatches(db: Transaction, words: Words, reading: Reading): Promise<PlacedRow[]> {
  const { order, conditions, limit } = reading;
  if (!order.isByMessage) {
    const newest = { isAscending: false, from: undefined, limit: mostSorted };
    const matches = await findByWords(db, words, newest);
    return readRows(db, { ...reading, conditions: [...conditions, isOneOf(matches)] });
  }
  const rows: PlacedRow[] = [];
  let [from, size] = [reading.from, conditions.some(Boolean) ? firstLookUp : limit];
  for (;;) {
    const matches = await findByWords(db, words, { isAscending: order.isAscending, from, limit: size });
    const wanted = { ...reading, from: undefined, limit: limit - rows.length };
    rows.push(...(await readRows(db, { ...wanted, conditions: [...conditions, isOneOf(matches)] })));
    if (rows.length >= limit || matches.length < size) return rows;
    from = matches.at(-1);
    size *= growth;
  }
}

type LookUp = Readonly<{ isAscending: boolean; from: Place | undefined; limit: number }>;

async function findByWords(
  db: Transaction,
  { texts, labels, isClose }: Words,
  { isAscending, from, limit }: LookUp,
): Promise<Place[]> {
  const list = (values: readonly string[]) =>
    sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;
  const found = await db.execute<Place>(sql`
    select id, to_char(last_message_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as moment
    from private.find_cases_by_words(${list(texts)}, ${list(labels)}, ${isClose}, ${from?.moment ?? null}::timestamptz,
      ${from?.id ?? null}::uuid, ${isAscending}, ${limit})`);
  return [...found];
}

/** The cases with these ids. */
export const isOneOf = (found: readonly Readonly<{ id: string }>[]): SQL =>
  sql`${cases.id} = any (${`{${found.map(({ id }) => id).join(",")}}`}::uuid[])`;
