import { formatMoney } from "@/lib/platform/money";
import type { Asked } from "./asked";
import { type Finding, fail, known, pass, type Setting, unknown } from "./finding";
import type { Reason } from "./reason";
import type { Rule } from "./schema";

type Of<Kind extends Rule["kind"]> = Extract<Rule, { kind: Kind }>;
export function checkBalance({ facts: { charges, order } }: Setting): Finding {
  const balance = charges.reduce((sum, { refundableMinor }) => sum + refundableMinor, 0);
  const facts = [known("refundable", balance)];
  return balance > 0
    ? pass(`${formatMoney(balance, order.currency)} of the order can still be refunded.`, facts, balance)
    : fail("Nothing of what was paid is left to refund.", facts, "There is nothing left to give back.");
}

export function checkCap(
  rule: Of<"cap">,
  { facts: { order, customer, refundedOfOrderMinor }, payableMinor }: Setting,
): Finding {
  const cap = rule.amounts[order.currency];
  const used = { refund: 0, customer_day: customer.refundedIn24HoursMinor, order: refundedOfOrderMinor }[
    rule.per
  ];
  const facts = [known(`cap per ${rule.per.replace("_", " ")}`, cap ?? null), known("used", used)];
  if (cap === undefined) {
    return unknown(`The policy names no cap in ${order.currency}.`, facts, []);
  }
  const room = Math.max(0, cap - used);
  const words = `${formatMoney(room, order.currency)} are possible ${perWords[rule.per]}.`;
  const isRefused = rule.cuts ? room === 0 && payableMinor > 0 : payableMinor > room;
  return isRefused ? fail(words, facts, words) : pass(words, facts, room);
}

const perWords = {
  refund: "at once",
  customer_day: "for one customer in a day",
  order: "for one order",
} as const;

export function checkBudget(
  rule: Of<"goodwill_budget">,
  { facts: { order, request, customer }, asked }: Setting,
): Finding {
  const { currency } = order;
  const percent = Math.floor((order.totalMinor * rule.percentOfOrder) / 100);
  const perCustomer = rule.perCustomerIn90Days[currency];
  const limit = Math.max(
    0,
    Math.min(
      percent,
      rule.amounts[currency] ?? Number.POSITIVE_INFINITY,
      perCustomer === undefined ? Number.POSITIVE_INFINITY : perCustomer - customer.goodwillIn90DaysMinor,
    ),
  );
  const facts = [known("budget", limit), known("goodwillIn90Days", customer.goodwillIn90DaysMinor)];
  const words = `At most ${formatMoney(limit, currency)} of goodwill are possible.`;
  if (asked.goodwillMinor > limit) return fail(words, facts, words);
  const isOpen = request.action === "goodwill" && request.goodwillMinor === null;
  return pass(words, facts, isOpen ? limit : asked.totalMinor);
}

/** What a fee rule would keep of the whole price: whoever asks for less already does not pay it twice. */
function fullFee(rule: Of<"fee">, currency: string, { fullMinor }: Asked): number {
  // Down to the minor unit, in the customer's favour, and never more than the goods cost.
  return Math.min(fullMinor, Math.floor((fullMinor * rule.percent) / 100) + (rule.amounts[currency] ?? 0));
}

/** What it leaves of everything that is asked for, when it is due. */
export function afterFee(rule: Of<"fee">, currency: string, asked: Asked, reason: Reason): number {
  const isDue = reason.code !== undefined && rule.reasons.includes(reason.code);
  const fee = isDue ? fullFee(rule, currency, asked) : 0;
  return asked.fullMinor - fee + asked.shippingMinor + asked.goodwillMinor;
}

export function checkFee(rule: Of<"fee">, { facts: { order }, asked, reason }: Setting): Finding {
  const fee = fullFee(rule, order.currency, asked);
  if (fee > 0 && reason.code === undefined) {
    return unknown("Whether a fee is kept depends on the reason.", [reason.fact], ["reason"]);
  }
  if (fee === 0 || reason.code === undefined || !rule.reasons.includes(reason.code)) {
    return pass("No fee is due.", [known("fee", 0), ...(fee > 0 ? [reason.fact] : [])]);
  }
  return pass(
    `A fee of ${formatMoney(fee, order.currency)} is kept.`,
    [known("fee", fee), reason.fact],
    afterFee(rule, order.currency, asked, reason),
  );
}
