import { type SQL, sql } from "drizzle-orm";
import { dueAt } from "@/lib/modules/cases/queries";
import { cases } from "@/lib/modules/cases/tables";
import type { InboxView } from "./schema";

/** How a list is ordered: by which value, in which direction, and what a case must have for that. */
export type Order = Readonly<{ by: SQL; isAscending: boolean; isByMessage?: true; needs?: SQL }>;

const byMessage = { by: sql`${cases.lastMessageAt}`, isByMessage: true } as const;
const orders = {
  newest: { ...byMessage, isAscending: false },
  oldest: { ...byMessage, isAscending: true },
  due: {
    by: sql`${dueAt}`,
    isAscending: true,
    needs: sql`${cases.conversation} in ('open', 'waiting_customer') and ${dueAt} is not null`,
  },
  wake: { by: sql`${cases.snoozedUntil}`, isAscending: true, needs: sql`${cases.snoozedUntil} is not null` },
} as const satisfies Record<string, Order>;

const usualOrders = { sla: orders.due, snoozed: orders.wake } as const;

/** What was asked for, else what suits the split: what is owed first, what wakes first, what is newest. */
export function orderOf({ split, sort }: InboxView): Order {
  if (sort) return orders[sort];
  return split === "sla" || split === "snoozed" ? usualOrders[split] : orders.newest;
}

export const reversed = (order: Order): Order => ({ ...order, isAscending: !order.isAscending });

export const orderBy = ({ by, isAscending }: Order): SQL =>
  isAscending ? sql`${by} asc, ${cases.id} asc` : sql`${by} desc, ${cases.id} desc`;

/** Where a case stands in an order. */
export type Place = Readonly<{ moment: string; id: string }>;

// As text, because a JavaScript date would cut the microseconds that the order depends on.
export const placeMoment = ({ by }: Order): SQL<string | null> =>
  sql<string | null>`to_char(${by} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const cursorPattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)_([0-9a-f-]{36})$/;

/** The place a cursor names. A cursor that is not one of ours starts from the top. */
export function placeOf(cursor: string | undefined): Place | undefined {
  const [, moment, id] = cursorPattern.exec(cursor ?? "") ?? [];
  return moment && id && !Number.isNaN(Date.parse(moment)) ? { moment, id } : undefined;
}

export const cursorOf = ({ moment, id }: Place): string => `${moment}_${id}`;

/** Everything that comes after a place. */
export function afterPlace({ by, isAscending }: Order, { moment, id }: Place): SQL {
  const place = sql`(${moment}::timestamptz, ${id}::uuid)`;
  return isAscending ? sql`(${by}, ${cases.id}) > ${place}` : sql`(${by}, ${cases.id}) < ${place}`;
}
