import { formatMoney } from "@/lib/platform/money";
import { lastDayAfter } from "@/lib/platform/wall-clock";
import { type Asked, momentOf } from "./asked";
import { type Finding, fail, known, pass, type Setting, unknown } from "./finding";
import type { PolicyFacts, Rule } from "./schema";

type Of<Kind extends Rule["kind"]> = Extract<Rule, { kind: Kind }>;

export function checkIdentity({ askerId, order }: PolicyFacts): Finding {
  const facts = [known("asker", askerId), known("owner", order.customerId)];
  return askerId === order.customerId
    ? pass("The order is the customer's own.", facts)
    : fail("The order belongs to somebody else.", facts, "Ask about an order of your own.");
}

export function checkStatus({ statuses }: Of<"order_status">, { order }: PolicyFacts): Finding {
  const facts = [known("status", order.status)];
  const allowed = statuses.join(" or ");
  return statuses.includes(order.status)
    ? pass(`The order is ${order.status}.`, facts)
    : fail(
        `The order is ${order.status}, and has to be ${allowed}.`,
        facts,
        `Possible once the order is ${allowed}.`,
      );
}

export function checkWindow(
  rule: Of<"window">,
  { facts: { order, customer, timeZone = "UTC" }, asked, now }: Setting,
): Finding {
  const start = rule.from === "delivered" ? order.deliveredAt : order.placedAt;
  const categories = asked.items.flatMap((item): readonly (string | null)[] =>
    item.categories.length > 0 ? item.categories : [null],
  );
  const limits = (categories.length > 0 ? categories : [null]).map((category) => {
    const exception = rule.exceptions.find(
      ({ categories, memberships, countries }) =>
        includes(categories, category) &&
        includes(memberships, customer.membership) &&
        includes(countries, order.country),
    );
    return exception?.days ?? rule.days;
  });
  const days = Math.min(...limits);
  const facts = [
    known(rule.from === "delivered" ? "deliveredAt" : "placedAt", start),
    known("windowDays", days),
    known("membership", customer.membership),
  ];
  const started = momentOf(start);
  if (started === null) return unknown("Nobody recorded when the order was delivered.", facts, []);
  const end = lastDayAfter(started, days, timeZone);
  if (now.getTime() <= end.untilMs) {
    return pass(`Asked within ${days} days after it was ${rule.from}.`, facts);
  }
  return fail(
    `The ${days} days after it was ${rule.from} ended on ${end.date()}.`,
    facts,
    `It would have been possible until ${end.date()}.`,
  );
}

const includes = (list: readonly string[] | undefined, value: string | null): boolean =>
  list === undefined || (value !== null && list.includes(value));

export function checkCategory(rule: Of<"category">, { items }: Asked): Finding {
  const refused = items.filter(
    ({ categories, isFinalSale }) =>
      categories.some((category) => rule.excluded.includes(category)) ||
      (rule.excludesFinalSale && isFinalSale),
  );
  const names = refused.map(({ name, itemId }) => name ?? itemId).join(", ");
  const facts = items.flatMap(({ itemId, categories, isFinalSale }) => [
    known(`category of ${itemId}`, categories.join(", ") || null),
    known(`final sale of ${itemId}`, isFinalSale),
  ]);
  return refused.length === 0
    ? pass("Nothing asked for is excluded.", facts)
    : fail(`${names} cannot be given back.`, facts, `Leave out ${names}.`);
}

export function checkWhole({ asked, mostMinor }: Setting): Finding {
  // All pieces at all that fees and caps leave of their price: that is the whole order, too.
  const isWhole = asked.isWholeOrder || (asked.isEveryPiece && asked.totalMinor >= mostMinor());
  const facts = [known("items asked for", asked.items.length), known("whole order", isWhole)];
  return isWhole
    ? pass("It is about the whole order.", facts)
    : fail("Only the whole order can be canceled.", facts, "Cancel the whole order instead.");
}

export function checkPieces({ facts: { order, request }, asked }: Setting): Finding {
  const facts = asked.items.flatMap(({ itemId, quantity, left }) => [
    known(`asked of ${itemId}`, quantity),
    known(`left of ${itemId}`, left),
  ]);
  const stranger = asked.items.find(({ name }) => name === null);
  if (stranger) {
    return fail(`Item ${stranger.itemId} is not part of the order.`, facts, "Choose items of this order.");
  }
  const excess = asked.items.find(({ quantity, left }) => quantity > left);
  if (excess) {
    return fail(
      `Of ${excess.name} only ${excess.left} can still be refunded.`,
      facts,
      `Ask for at most ${excess.left} of ${excess.name}.`,
    );
  }
  if (request.action === "goodwill") return pass("No goods come back.", facts);
  if (asked.totalMinor === 0 && asked.items.length === 0) {
    return unknown("Nothing was chosen yet.", facts, ["lines"]);
  }
  return pass(
    `What is asked for was paid with ${formatMoney(asked.totalMinor, order.currency)}.`,
    facts,
    asked.totalMinor,
  );
}

/** Does the money go back where it came from? */
export const isOriginalMethod = ({ request, charges }: PolicyFacts): boolean =>
  request.methodId === null || charges.some(({ methodId }) => methodId === request.methodId);

export function checkMethod({ allowed }: Of<"method">, facts: PolicyFacts): Finding {
  const { request, methods } = facts;
  const own = methods.find(({ id }) => id === request.methodId);
  const kind = isOriginalMethod(facts)
    ? "original"
    : own === undefined
      ? "foreign"
      : own.kind === "gift_card" || own.kind === "store_credit"
        ? (`own_${own.kind}` as const)
        : "own_other";
  const found = [known("method", request.methodId), known("kind of method", kind)];
  const words = allowed.map((name) => name.replaceAll("_", " ")).join(" or ");
  return (allowed as readonly string[]).includes(kind)
    ? pass(`The money goes to the customer's ${kind.replace("own_", "").replaceAll("_", " ")} method.`, found)
    : fail(`The money cannot go there (${kind.replaceAll("_", " ")}).`, found, `Possible is: ${words}.`);
}

export function checkVelocity(rule: Of<"velocity">, { customer }: PolicyFacts): Finding {
  const { refundsIn90Days, refundedOrdersIn90Days, orders } = customer;
  const facts = [
    known("refundsIn90Days", refundsIn90Days),
    known("refundedOrdersIn90Days", refundedOrdersIn90Days),
    known("orders", orders),
  ];
  const isOften = refundsIn90Days >= rule.maxRefundsIn90Days;
  const isHigh =
    rule.maxRatePercent !== undefined &&
    orders >= 5 &&
    refundedOrdersIn90Days * 100 > rule.maxRatePercent * orders;
  return isOften || isHigh
    ? fail("Refunds are more frequent than usual.", facts, "A person has to look at it.")
    : pass("Refunds are not more frequent than usual.", facts);
}

export function checkDispute({ charges }: PolicyFacts): Finding {
  const open = charges.filter(({ hasOpenDispute }) => hasOpenDispute).length;
  const facts = [known("disputed charges", open)];
  return open === 0
    ? pass("No payment of the order is disputed.", facts)
    : fail("The bank disputes a payment of this order.", facts, "Possible once the dispute has ended.");
}

export function checkDuplicate({ openDecisionsElsewhere: open }: PolicyFacts): Finding {
  const facts = [known("open decisions elsewhere", open)];
  return open === 0
    ? pass("No other request about this order waits.", facts)
    : fail(
        "Another request about this order waits for an answer, or was answered with goodwill already.",
        facts,
        "Possible once the other one is answered.",
      );
}

export function checkGoods({ asked }: Setting): Finding {
  const facts = [
    known("items asked for", asked.items.length),
    known("shipping asked for", asked.shippingMinor),
  ];
  return asked.items.length === 0 && asked.shippingMinor === 0
    ? pass("It is money alone.", facts)
    : fail(
        "Goods and shipping are not refunded as goodwill.",
        facts,
        "Ask for a return or a cancellation of them.",
      );
}
