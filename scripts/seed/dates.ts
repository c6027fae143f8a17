import { createHash } from "node:crypto";
import type { OrderStatus } from "@/lib/modules/orders/schema";

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

/** Days between an order and now. Even a delivered one is there before the oldest case (6 days) asks about it. */
const placedDaysAgo: Readonly<Record<OrderStatus, readonly [from: number, to: number]>> = {
  pending: [7, 21],
  processed: [7, 28],
  delivered: [13, 75],
  cancelled: [7, 75],
};

/** When an order was placed and delivered, always the same distance from `now` for the same order. */
export function datesOfOrder(
  orderId: string,
  status: OrderStatus,
  now: Date,
): { placedAt: Date; deliveredAt: Date | null } {
  const [from, to] = placedDaysAgo[status];
  const placedAt = before(now, between(from, to, `${orderId} placed`) * dayMs);
  if (status !== "delivered") return { placedAt, deliveredAt: null };
  return {
    placedAt,
    deliveredAt: new Date(placedAt.getTime() + between(2, 6, `${orderId} delivered`) * dayMs),
  };
}

/** When a case was opened: 5 minutes to 6 days before `now`, most of them lately. */
export function dateOfCase(caseKey: string, now: Date): Date {
  const share = fractionOf(`${caseKey} opened`) ** 2;
  return before(now, 5 * minuteMs + share * (6 * dayMs - 5 * minuteMs));
}

/** When the shop first knew the customer: before any order. */
export const dateOfCustomer = (customerId: string, now: Date): Date =>
  before(now, between(80, 700, customerId) * dayMs);

/** A number from 0 to 1 that depends on nothing but the text. */
export function fractionOf(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;
}

const between = (from: number, to: number, text: string): number => from + fractionOf(text) * (to - from);
const before = (now: Date, distanceMs: number): Date => new Date(now.getTime() - distanceMs);
