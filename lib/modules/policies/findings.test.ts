import { describe, expect, it } from "vitest";
import { askedAt, documentOf, factsWith, floorOf, line } from "@/lib/testing/facts";
import { findClause } from "./clauses";
import { replay } from "./replay";
import { evaluate } from "./rules";
import type { Fact, Floor, PolicyDocument, RuleTrace } from "./schema";

type Change = Parameters<typeof factsWith>[0];

const versionOf = (document: PolicyDocument) => ({ id: "v", number: 1, title: "Shop", document });
const ask = (document: PolicyDocument, change: Change = {}, at = askedAt) =>
  evaluate(factsWith(change), versionOf(document), at);

const factWords = ({ name, value, provenance, confirmedBy }: Fact): string =>
  `${name} = ${value}${provenance === "claimed" ? ` (claimed${confirmedBy ? `, seen by ${confirmedBy}` : ""})` : ""}`;

/** Everything that a rule says of a request, as a reader would write it down. */
const told = (found: RuleTrace | undefined): string =>
  found
    ? [
        `${found.result} → ${found.verdict}${found.waivedBy ? ` (below ${found.waivedBy})` : ""}: ${found.words}`,
        found.wouldChange && `otherwise: ${found.wouldChange}`,
        `facts: ${found.facts.map(factWords).join("; ") || "none"}`,
        found.needs.length > 0 && `needs: ${found.needs.join(", ")}`,
        found.capMinor !== null && `at most ${found.capMinor}`,
      ]
        .filter(Boolean)
        .join("\n")
    : "nothing";

const tell = (rule: object, change: Change = {}): string =>
  `\n${told(ask(documentOf(rule), change).rules.find(({ ruleId }) => ruleId === "rule-0"))}\n`;

const food = {
  order: { lines: [line("a", 3_000, { category: "food", isFinalSale: true }), line("b", 1_000)] },
};

describe("each rule says what it looked at, what it found and what would change it", () => {
  it("identity", () => {
    expect(tell({ kind: "identity" })).toMatchInlineSnapshot(`
      "
      pass → allow: The order is the customer's own.
      facts: asker = ana; owner = ana
      "
    `);
    expect(tell({ kind: "identity" }, { askerId: "ben" })).toMatchInlineSnapshot(`
      "
      fail → deny: The order belongs to somebody else.
      otherwise: Ask about an order of your own.
      facts: asker = ben; owner = ana
      "
    `);
  });

  it("status", () => {
    const rule = { kind: "order_status", statuses: ["pending", "processed"] };
    expect(tell(rule)).toMatchInlineSnapshot(`
      "
      fail → deny: The order is delivered, and has to be pending or processed.
      otherwise: Possible once the order is pending or processed.
      facts: status = delivered
      "
    `);
    expect(tell(rule, { order: { status: "pending" } })).toMatchInlineSnapshot(`
      "
      pass → allow: The order is pending.
      facts: status = pending
      "
    `);
  });

  it("window", () => {
    const rule = { kind: "window", from: "delivered", days: 10, exceptions: [] };
    expect(tell(rule)).toMatchInlineSnapshot(`
      "
      pass → allow: Asked within 10 days after it was delivered.
      facts: deliveredAt = 2026-06-10T12:00:00.000Z; windowDays = 10; membership = null
      "
    `);
    expect(tell({ ...rule, from: "placed" }, { customer: { membership: "gold" } })).toMatchInlineSnapshot(`
      "
      fail → deny: The 10 days after it was placed ended on 2026-06-15.
      otherwise: It would have been possible until 2026-06-15.
      facts: placedAt = 2026-06-05T12:00:00.000Z; windowDays = 10; membership = gold
      "
    `);
    expect(tell(rule, { order: { deliveredAt: null } })).toMatchInlineSnapshot(`
      "
      unknown → escalate: Nobody recorded when the order was delivered.
      facts: deliveredAt = null; windowDays = 10; membership = null
      "
    `);
    const electronics = { ...rule, exceptions: [{ categories: ["electronics"], days: 2 }] };
    const plain = { order: { lines: [line("a", 3_000, { category: "food" })] } };
    expect(tell(electronics, plain)).toMatchInlineSnapshot(`
      "
      pass → allow: Asked within 10 days after it was delivered.
      facts: deliveredAt = 2026-06-10T12:00:00.000Z; windowDays = 10; membership = null
      "
    `);
    expect(tell(electronics)).toMatchInlineSnapshot(`
      "
      pass → allow: Asked within 10 days after it was delivered.
      facts: deliveredAt = 2026-06-10T12:00:00.000Z; windowDays = 10; membership = null
      "
    `);
  });

  it("category", () => {
    const rule = { kind: "category", excluded: ["food"] };
    expect(tell(rule)).toMatchInlineSnapshot(`
      "
      pass → allow: Nothing asked for is excluded.
      facts: category of a = null; final sale of a = false
      "
    `);
    expect(tell(rule, food)).toMatchInlineSnapshot(`
      "
      fail → deny: Item a cannot be given back.
      otherwise: Leave out Item a.
      facts: category of a = food; final sale of a = true
      "
    `);
    const both = { ...food, request: { lines: ["a", "b"].map((itemId) => ({ itemId, quantity: 1 })) } };
    expect(tell({ ...rule, excluded: [] }, both)).toMatchInlineSnapshot(`
      "
      fail → deny: Item a cannot be given back.
      otherwise: Leave out Item a.
      facts: category of a = food; final sale of a = true; category of b = null; final sale of b = false
      "
    `);
  });

  it("condition", () => {
    const rule = { kind: "condition", accepted: ["unused", "unopened"] };
    expect(tell(rule)).toMatchInlineSnapshot(`
      "
      unknown → need_info: Nobody said in what condition it is.
      facts: condition = null (claimed)
      needs: condition
      "
    `);
    expect(tell(rule, { request: { condition: "unopened" } })).toMatchInlineSnapshot(`
      "
      pass → need_approval: It is said to be unopened.
      facts: condition = unopened (claimed)
      "
    `);
    expect(tell(rule, { request: { condition: "worn", confirmedBy: "Lea" } })).toMatchInlineSnapshot(`
      "
      fail → deny: It is said to be worn.
      otherwise: It has to be unused or unopened.
      facts: condition = worn (claimed, seen by Lea)
      "
    `);
  });

  it("evidence", () => {
    const rule = { kind: "evidence", reasons: ["damaged"], kinds: ["photo", "receipt"] };
    const seen = [{ kind: "photo", confirmedBy: "Lea" }];
    expect(tell(rule)).toMatchInlineSnapshot(`
      "
      pass → allow: This reason needs no evidence.
      facts: reason = changed_mind
      "
    `);
    expect(tell(rule, { request: { reason: null } })).toMatchInlineSnapshot(`
      "
      unknown → need_info: Whether evidence is needed depends on the reason.
      facts: reason = null
      needs: reason
      "
    `);
    expect(tell(rule, { request: { reason: "damaged" } })).toMatchInlineSnapshot(`
      "
      unknown → need_info: Evidence is missing: photo or receipt.
      facts: evidence = null (claimed)
      needs: evidence
      "
    `);
    expect(tell(rule, { request: { reason: "damaged", evidence: seen } })).toMatchInlineSnapshot(`
      "
      pass → allow: There is evidence of it.
      facts: evidence = photo (claimed, seen by Lea)
      "
    `);
    expect(
      tell(rule, { request: { reason: "damaged", evidence: [{ kind: "receipt", confirmedBy: null }] } }),
    ).toMatchInlineSnapshot(`
      "
      pass → need_approval: There is evidence of it.
      facts: evidence = receipt (claimed)
      "
    `);
    expect(tell(rule, { request: { reason: "damaged", confirmedBy: "Lea" } })).toMatchInlineSnapshot(`
      "
      pass → allow: Lea has seen the evidence.
      facts: reason = damaged (claimed, seen by Lea)
      "
    `);
  });

  it("reason", () => {
    const rule = {
      kind: "reason",
      accepted: [
        { code: "damaged", words: ["arrived broken", "in pieces"] },
        { code: "not_received", words: [] },
      ],
    };
    expect(tell(rule, { request: { reason: null } })).toMatchInlineSnapshot(`
      "
      unknown → need_info: The reason is missing.
      facts: reason = null
      needs: reason
      "
    `);
    expect(tell(rule)).toMatchInlineSnapshot(`
      "
      fail → deny: The reason is not one that the policy accepts.
      otherwise: Accepted are: arrived broken, not_received.
      facts: reason = changed_mind
      "
    `);
    expect(tell(rule, { request: { reason: "in pieces" } })).toMatchInlineSnapshot(`
      "
      pass → need_approval: The reason is one that the policy accepts.
      facts: reason = in pieces (claimed)
      "
    `);
  });

  it("required", () => {
    const rule = { kind: "required", fields: ["lines", "method", "reason"] };
    expect(tell(rule)).toMatchInlineSnapshot(`
      "
      pass → allow: Everything needed was said.
      facts: lines given = true; method given = true; reason given = true
      "
    `);
    expect(tell(rule, { request: { lines: [], methodId: null } })).toMatchInlineSnapshot(`
      "
      unknown → need_info: Still to be said: lines, method.
      facts: lines given = false; method given = false; reason given = true
      needs: lines, method
      "
    `);
  });

  it("goods that come back", () => {
    expect(tell({ kind: "return_required", exceptReasons: [] })).toMatchInlineSnapshot(`
      "
      pass → allow: The goods have to come back.
      facts: goods come back = true
      "
    `);
    const rule = { kind: "return_required", exceptReasons: ["damaged"] };
    expect(tell(rule, { request: { reason: "damaged" } })).toMatchInlineSnapshot(`
      "
      pass → need_approval: The customer may keep the goods.
      facts: reason = damaged (claimed); goods come back = false
      "
    `);
    expect(tell(rule)).toMatchInlineSnapshot(`
      "
      pass → allow: The goods have to come back.
      facts: reason = changed_mind; goods come back = true
      "
    `);
  });

  it("pieces that are left", () => {
    const rule = { kind: "quantity_left" };
    expect(tell(rule)).toMatchInlineSnapshot(`
      "
      pass → allow: What is asked for was paid with $30.00.
      facts: asked of a = 1; left of a = 1
      at most 3000
      "
    `);
    expect(tell(rule, { request: { lines: [{ itemId: "z", quantity: 1 }] } })).toMatchInlineSnapshot(`
      "
      fail → deny: Item z is not part of the order.
      otherwise: Choose items of this order.
      facts: asked of z = 1; left of z = 0
      "
    `);
    expect(tell(rule, { request: { lines: [{ itemId: "b", quantity: 3 }] } })).toMatchInlineSnapshot(`
      "
      fail → deny: Of Item b only 2 can still be refunded.
      otherwise: Ask for at most 2 of Item b.
      facts: asked of b = 3; left of b = 2
      "
    `);
    expect(tell(rule, { request: { lines: [] } })).toMatchInlineSnapshot(`
      "
      unknown → need_info: Nothing was chosen yet.
      facts: none
      needs: lines
      "
    `);
    expect(tell(rule, { request: { lines: [], shippingMinor: 200 } })).toMatchInlineSnapshot(`
      "
      pass → allow: What is asked for was paid with $2.00.
      facts: none
      at most 200
      "
    `);
    expect(tell(rule, { order: { lines: [line("a", 0)] } })).toMatchInlineSnapshot(`
      "
      pass → allow: What is asked for was paid with $0.00.
      facts: asked of a = 1; left of a = 1
      at most 0
      "
    `);
    expect(
      tell(rule, { request: { action: "goodwill", lines: [], goodwillMinor: 100 } }),
    ).toMatchInlineSnapshot(`
      "
      pass → allow: No goods come back.
      facts: none
      "
    `);
  });

  it("method", () => {
    const rule = { kind: "method", allowed: ["original", "own_gift_card"] };
    expect(tell(rule)).toMatchInlineSnapshot(`
      "
      pass → allow: The money goes to the customer's original method.
      facts: method = card-1; kind of method = original
      "
    `);
    expect(tell(rule, { request: { methodId: "gift-1" } })).toMatchInlineSnapshot(`
      "
      pass → allow: The money goes to the customer's gift card method.
      facts: method = gift-1; kind of method = own_gift_card
      "
    `);
    expect(tell(rule, { request: { methodId: "paypal-1" } })).toMatchInlineSnapshot(`
      "
      fail → deny: The money cannot go there (own other).
      otherwise: Possible is: original or own gift card.
      facts: method = paypal-1; kind of method = own_other
      "
    `);
    expect(tell(rule, { request: { methodId: "stranger" } })).toMatchInlineSnapshot(`
      "
      fail → deny: The money cannot go there (foreign).
      otherwise: Possible is: original or own gift card.
      facts: method = stranger; kind of method = foreign
      "
    `);
    expect(
      tell({ ...rule, allowed: ["own_store_credit"] }, { request: { methodId: "credit-1" } }),
    ).toMatchInlineSnapshot(`
      "
      pass → allow: The money goes to the customer's store credit method.
      facts: method = credit-1; kind of method = own_store_credit
      "
    `);
    const charge = { state: "captured", refundableMinor: 1_000, hasOpenDispute: false } as const;
    const two = { charges: ["card-1", "paypal-1"].map((methodId) => ({ ...charge, methodId })) };
    expect(tell(rule, { ...two, request: { methodId: "paypal-1" } })).toMatchInlineSnapshot(`
      "
      pass → allow: The money goes to the customer's original method.
      facts: method = paypal-1; kind of method = original
      "
    `);
  });

  it("frequent refunds", () => {
    const rule = { kind: "velocity", maxRefundsIn90Days: 3, otherwise: "escalate" };
    expect(tell(rule)).toMatchInlineSnapshot(`
      "
      pass → allow: Refunds are not more frequent than usual.
      facts: refundsIn90Days = 0; refundedOrdersIn90Days = 0; orders = 10
      "
    `);
    expect(
      tell(rule, { customer: { refundsIn90Days: 3, refundedOrdersIn90Days: 2 } }),
    ).toMatchInlineSnapshot(`
      "
      fail → escalate: Refunds are more frequent than usual.
      otherwise: A person has to look at it.
      facts: refundsIn90Days = 3; refundedOrdersIn90Days = 2; orders = 10
      "
    `);
    expect(tell(rule, { customer: { refundedOrdersIn90Days: 10 } })).toMatchInlineSnapshot(`
      "
      pass → allow: Refunds are not more frequent than usual.
      facts: refundsIn90Days = 0; refundedOrdersIn90Days = 10; orders = 10
      "
    `);
  });

  it("disputes and other requests", () => {
    const charge = {
      methodId: "card-1",
      state: "captured",
      refundableMinor: 5_500,
      hasOpenDispute: true,
    } as const;
    expect(tell({ kind: "dispute" })).toMatchInlineSnapshot(`
      "
      pass → allow: No payment of the order is disputed.
      facts: disputed charges = 0
      "
    `);
    expect(tell({ kind: "dispute" }, { charges: [charge] })).toMatchInlineSnapshot(`
      "
      fail → deny: The bank disputes a payment of this order.
      otherwise: Possible once the dispute has ended.
      facts: disputed charges = 1
      "
    `);
    expect(tell({ kind: "duplicate" })).toMatchInlineSnapshot(`
      "
      pass → allow: No other request about this order waits.
      facts: open decisions elsewhere = 0
      "
    `);
    expect(tell({ kind: "duplicate" }, { openDecisionsElsewhere: 2 })).toMatchInlineSnapshot(`
      "
      fail → deny: Another request about this order waits for an answer, or was answered with goodwill already.
      otherwise: Possible once the other one is answered.
      facts: open decisions elsewhere = 2
      "
    `);
  });

  it("goodwill without goods", () => {
    const rule = { kind: "without_goods" };
    const money = { action: "goodwill", lines: [], goodwillMinor: 100 } as const;
    expect(tell(rule, { request: money })).toMatchInlineSnapshot(`
      "
      pass → allow: It is money alone.
      facts: items asked for = 0; shipping asked for = 0
      "
    `);
    expect(tell(rule, { request: { ...money, shippingMinor: 100 } })).toMatchInlineSnapshot(`
      "
      fail → deny: Goods and shipping are not refunded as goodwill.
      otherwise: Ask for a return or a cancellation of them.
      facts: items asked for = 0; shipping asked for = 100
      "
    `);
  });

  it("what is left of what was paid", () => {
    expect(tell({ kind: "balance" })).toMatchInlineSnapshot(`
      "
      pass → allow: $55.00 of the order can still be refunded.
      facts: refundable = 5500
      at most 5500
      "
    `);
    expect(tell({ kind: "balance" }, { charges: [] })).toMatchInlineSnapshot(`
      "
      fail → deny: Nothing of what was paid is left to refund.
      otherwise: There is nothing left to give back.
      facts: refundable = 0
      "
    `);
  });

  it("cap", () => {
    const rule = { kind: "cap", per: "customer_day", amounts: { USD: 4_000 } };
    expect(tell(rule, { customer: { refundedIn24HoursMinor: 500 } })).toMatchInlineSnapshot(`
      "
      pass → allow: $35.00 are possible for one customer in a day.
      facts: cap per customer day = 4000; used = 500
      at most 3500
      "
    `);
    expect(tell(rule, { customer: { refundedIn24HoursMinor: 1_500 } })).toMatchInlineSnapshot(`
      "
      fail → deny: $25.00 are possible for one customer in a day.
      otherwise: $25.00 are possible for one customer in a day.
      facts: cap per customer day = 4000; used = 1500
      "
    `);
    expect(tell({ ...rule, per: "order" }, { refundedOfOrderMinor: 900 })).toMatchInlineSnapshot(`
      "
      pass → allow: $31.00 are possible for one order.
      facts: cap per order = 4000; used = 900
      at most 3100
      "
    `);
    expect(tell({ ...rule, per: "refund" }, { order: { currency: "JPY" } })).toMatchInlineSnapshot(`
      "
      unknown → escalate: The policy names no cap in JPY.
      facts: cap per refund = null; used = 0
      "
    `);
    const cuts = { ...rule, cuts: true };
    expect(tell(cuts, { customer: { refundedIn24HoursMinor: 4_000 } })).toMatchInlineSnapshot(`
      "
      fail → deny: $0.00 are possible for one customer in a day.
      otherwise: $0.00 are possible for one customer in a day.
      facts: cap per customer day = 4000; used = 4000
      "
    `);
    expect(
      tell(cuts, { request: { lines: [] }, customer: { refundedIn24HoursMinor: 4_000 } }),
    ).toMatchInlineSnapshot(`
      "
      pass → allow: $0.00 are possible for one customer in a day.
      facts: cap per customer day = 4000; used = 4000
      at most 0
      "
    `);
  });

  it("budget of goodwill", () => {
    const rule = {
      kind: "goodwill_budget",
      percentOfOrder: 10,
      amounts: { USD: 2_000 },
      perCustomerIn90Days: { USD: 700 },
    };
    const goodwill = (goodwillMinor: number | null) => ({
      request: { action: "goodwill", lines: [], goodwillMinor } as const,
      customer: { goodwillIn90DaysMinor: 200 },
    });
    expect(tell(rule, goodwill(null))).toMatchInlineSnapshot(`
      "
      pass → allow: At most $5.00 of goodwill are possible.
      facts: budget = 500; goodwillIn90Days = 200
      at most 500
      "
    `);
    expect(tell(rule, goodwill(300))).toMatchInlineSnapshot(`
      "
      pass → allow: At most $5.00 of goodwill are possible.
      facts: budget = 500; goodwillIn90Days = 200
      at most 300
      "
    `);
    expect(tell(rule, goodwill(501))).toMatchInlineSnapshot(`
      "
      fail → deny: At most $5.00 of goodwill are possible.
      otherwise: At most $5.00 of goodwill are possible.
      facts: budget = 500; goodwillIn90Days = 200
      "
    `);
    expect(tell(rule)).toMatchInlineSnapshot(`
      "
      pass → allow: At most $5.50 of goodwill are possible.
      facts: budget = 550; goodwillIn90Days = 0
      at most 3000
      "
    `);
  });

  it("fee", () => {
    const rule = { kind: "fee", percent: 10, amounts: { USD: 50 }, reasons: ["changed_mind"] };
    expect(tell(rule, { request: { shippingMinor: 100, goodwillMinor: 70 } })).toMatchInlineSnapshot(`
      "
      pass → allow: A fee of $3.50 is kept.
      facts: fee = 350; reason = changed_mind
      at most 2820
      "
    `);
    expect(tell(rule, { request: { reason: "damaged" } })).toMatchInlineSnapshot(`
      "
      pass → need_approval: No fee is due.
      facts: fee = 0; reason = damaged (claimed)
      "
    `);
    expect(tell(rule, { request: { reason: null } })).toMatchInlineSnapshot(`
      "
      unknown → need_info: Whether a fee is kept depends on the reason.
      facts: reason = null
      needs: reason
      "
    `);
    expect(tell({ ...rule, percent: 0, amounts: {} }, { request: { reason: null } })).toMatchInlineSnapshot(`
      "
      pass → allow: No fee is due.
      facts: fee = 0
      "
    `);
    expect(tell({ ...rule, percent: 0, amounts: {} })).toMatchInlineSnapshot(`
      "
      pass → allow: No fee is due.
      facts: fee = 0
      "
    `);
  });
});

describe("the law as a floor says what it grants", () => {
  const strict = { kind: "not_offered" };
  const lawful = (change: Partial<Floor> = {}, ...rules: readonly object[]): PolicyDocument => ({
    ...documentOf(...(rules.length > 0 ? rules : [strict])),
    floors: [{ ...floorOf(["DE"], 14), ...change }],
  });
  const german = (change: Change = {}): Change => ({ ...change, order: { country: "DE", ...change.order } });
  const law = (change: Change, document = lawful()): string =>
    `\n${told(ask(document, german(change)).rules.find(({ kind }) => kind === "floor"))}\n`;
  const below = (change: Change, document: PolicyDocument): string =>
    `\n${told(ask(document, german(change)).rules.find(({ ruleId }) => ruleId === "rule-0"))}\n`;
  const canceled = (order: Partial<ReturnType<typeof factsWith>["order"]> = {}): Change => ({
    request: { action: "cancel", lines: [] },
    order: { status: "pending", deliveredAt: null, ...order },
  });
  const perishable = {
    lines: [line("a", 3_000), line("b", 1_000, { category: "perishable" })],
  };
  const both = { lines: ["a", "b"].map((itemId) => ({ itemId, quantity: 1 })) };

  it("by country, time and what is asked", () => {
    expect(law({})).toMatchInlineSnapshot(`
      "
      pass → allow: The law grants this return within 14 days of delivery. The shop's own rules cannot refuse it.
      facts: country = DE; deliveredAt = 2026-06-10T12:00:00.000Z; grantedUntil = 2026-06-24T23:59:59.999Z
      "
    `);
    expect(law({ order: { country: "US" } })).toMatchInlineSnapshot(`
      "
      fail → allow: The law does not grant this by itself, so the shop's own rules decide.
      facts: country = US; deliveredAt = 2026-06-10T12:00:00.000Z; grantedUntil = 2026-06-24T23:59:59.999Z
      "
    `);
    expect(law({ order: { country: null } })).toMatchInlineSnapshot(`
      "
      fail → allow: The law does not grant this by itself, so the shop's own rules decide.
      facts: country = null; deliveredAt = 2026-06-10T12:00:00.000Z; grantedUntil = 2026-06-24T23:59:59.999Z
      "
    `);
    expect(law({ order: { deliveredAt: "2026-06-01T12:00:00.000Z" } })).toMatchInlineSnapshot(`
      "
      fail → allow: The law does not grant this by itself, so the shop's own rules decide.
      facts: country = DE; deliveredAt = 2026-06-01T12:00:00.000Z; grantedUntil = 2026-06-15T23:59:59.999Z
      "
    `);
    expect(law({ order: { deliveredAt: null } })).toMatchInlineSnapshot(`
      "
      fail → allow: The law does not grant this by itself, so the shop's own rules decide.
      facts: country = DE; deliveredAt = null; grantedUntil = null
      "
    `);
    expect(law(canceled())).toMatchInlineSnapshot(`
      "
      pass → allow: The law grants this cancellation before the goods arrive. The shop's own rules cannot refuse it.
      facts: country = DE; deliveredAt = null; grantedUntil = null
      "
    `);
    expect(law(canceled({ status: "cancelled" }))).toMatchInlineSnapshot(`
      "
      fail → allow: The law does not grant this by itself, so the shop's own rules decide.
      facts: country = DE; deliveredAt = null; grantedUntil = null
      "
    `);
    expect(
      law(canceled({ status: "delivered", deliveredAt: "2026-06-10T12:00:00.000Z" })),
    ).toMatchInlineSnapshot(`
      "
      fail → allow: The law does not grant this by itself, so the shop's own rules decide.
      facts: country = DE; deliveredAt = 2026-06-10T12:00:00.000Z; grantedUntil = 2026-06-24T23:59:59.999Z
      "
    `);
    expect(law({ request: { action: "goodwill", lines: [], goodwillMinor: 1 } })).toMatchInlineSnapshot(`
      "
      fail → allow: The law does not grant this by itself, so the shop's own rules decide.
      facts: country = DE; deliveredAt = 2026-06-10T12:00:00.000Z; grantedUntil = 2026-06-24T23:59:59.999Z
      "
    `);
    expect(law({ order: perishable, request: both })).toMatchInlineSnapshot(`
      "
      pass → allow: The law grants a part of this within 14 days of delivery. The shop's own rules cannot refuse it.
      facts: country = DE; deliveredAt = 2026-06-10T12:00:00.000Z; grantedUntil = 2026-06-24T23:59:59.999Z
      "
    `);
  });

  it("above the rules that it stands above, as far as it reaches", () => {
    const cap = { kind: "cap", per: "refund", amounts: { USD: 1_000 }, cuts: true };
    const loose = { ...cap, amounts: { USD: 9_000 } };
    const status = { kind: "order_status", statuses: ["pending"] };
    const category = { kind: "category", excluded: ["perishable"] };
    expect(below({}, lawful({}, cap))).toMatchInlineSnapshot(`
      "
      pass → allow (below clause-0): $10.00 are possible at once.
      facts: cap per refund = 1000; used = 0
      at most 3000
      "
    `);
    expect(below({ request: { goodwillMinor: 400 } }, lawful({}, cap))).toMatchInlineSnapshot(`
      "
      pass → allow (below clause-0): $10.00 are possible at once.
      facts: cap per refund = 1000; used = 0
      at most 3000
      "
    `);
    expect(below({}, lawful({}, loose))).toMatchInlineSnapshot(`
      "
      pass → allow: $90.00 are possible at once.
      facts: cap per refund = 9000; used = 0
      at most 9000
      "
    `);
    expect(below({}, lawful({}, { ...cap, cuts: false }))).toMatchInlineSnapshot(`
      "
      fail → allow (below clause-0): $10.00 are possible at once.
      otherwise: $10.00 are possible at once.
      facts: cap per refund = 1000; used = 0
      "
    `);
    expect(
      below({ request: { goodwillMinor: 400 } }, lawful({}, { ...cap, cuts: false })),
    ).toMatchInlineSnapshot(`
      "
      fail → allow (below clause-0): $10.00 are possible at once.
      otherwise: $10.00 are possible at once.
      facts: cap per refund = 1000; used = 0
      at most 3000
      "
    `);
    expect(below({}, lawful({ waives: [] }, cap))).toMatchInlineSnapshot(`
      "
      pass → allow: $10.00 are possible at once.
      facts: cap per refund = 1000; used = 0
      at most 1000
      "
    `);
    expect(below({}, lawful({}, status))).toMatchInlineSnapshot(`
      "
      fail → allow (below clause-0): The order is delivered, and has to be pending.
      otherwise: Possible once the order is pending.
      facts: status = delivered
      "
    `);
    expect(below(canceled({ status: "processed" }), lawful({}, status))).toMatchInlineSnapshot(`
      "
      fail → escalate (below clause-0): The order is processed, and has to be pending.
      otherwise: Possible once the order is pending.
      facts: status = processed
      "
    `);
    expect(
      below(
        canceled({ status: "processed" }),
        lawful({}, { kind: "window", from: "placed", days: 1, exceptions: [] }),
      ),
    ).toMatchInlineSnapshot(`
      "
      fail → allow (below clause-0): The 1 days after it was placed ended on 2026-06-06.
      otherwise: It would have been possible until 2026-06-06.
      facts: placedAt = 2026-06-05T12:00:00.000Z; windowDays = 1; membership = null
      "
    `);
    expect(below({ order: perishable, request: both }, lawful({}, category))).toMatchInlineSnapshot(`
      "
      fail → escalate (below clause-0): Item b cannot be given back. The law grants everything but Item b.
      otherwise: Leave out Item b: the rest is granted.
      facts: category of a = null; final sale of a = false; category of b = perishable; final sale of b = false
      at most 3000
      "
    `);
    expect(
      below({ order: perishable, request: both }, lawful({}, { ...category, otherwise: "need_approval" })),
    ).toMatchInlineSnapshot(`
      "
      fail → need_approval (below clause-0): Item b cannot be given back.
      otherwise: Leave out Item b.
      facts: category of a = null; final sale of a = false; category of b = perishable; final sale of b = false
      "
    `);
    expect(below({ order: perishable, request: both }, lawful({}, cap))).toMatchInlineSnapshot(`
      "
      pass → allow (below clause-0): $10.00 are possible at once.
      facts: cap per refund = 1000; used = 0
      at most 4000
      "
    `);
    expect(
      below(
        { order: perishable, request: { ...both, reason: null } },
        lawful({}, { kind: "reason", accepted: [{ code: "damaged", words: [] }] }),
      ),
    ).toMatchInlineSnapshot(`
      "
      unknown → need_info (below clause-0): The reason is missing.
      facts: reason = null
      needs: reason
      "
    `);
  });

  it("leaves out the fee of what it grants in whole", () => {
    const fee = { kind: "fee", percent: 50, amounts: {}, reasons: ["changed_mind"] };
    const cap = { kind: "cap", per: "refund", amounts: { USD: 2_000 } };
    const capOf = (document: PolicyDocument, change: Change = {}) => {
      const trace = ask(document, german(change));
      return [trace.verdict, trace.capMinor];
    };
    expect(capOf(lawful({ waives: ["fee"] }, fee))).toEqual(["allow", 3_000]);
    expect(capOf(lawful({ waives: ["fee"] }, fee, cap))).toEqual(["deny", 0]);
    expect(capOf(lawful({ waives: ["window"] }, fee, cap))).toEqual(["allow", 1_500]);
  });
});

describe("a canceled order is whole", () => {
  const whole = { kind: "whole_order", actions: ["cancel"] };
  const all = (aMinor: number, extra: Partial<ReturnType<typeof factsWith>["request"]> = {}): Change => ({
    request: {
      action: "cancel",
      lines: [
        { itemId: "a", quantity: 1, amountMinor: aMinor },
        { itemId: "b", quantity: 2 },
      ],
      shippingMinor: 500,
      ...extra,
    },
    order: { status: "pending", deliveredAt: null },
  });
  const isWhole = (change: Change, ...rules: readonly object[]) =>
    ask(documentOf(whole, ...rules), change).rules.find(({ ruleId }) => ruleId === "rule-0")?.result;

  it("when all of it is asked for, and says so", () => {
    expect(tell(whole, all(3_000))).toMatchInlineSnapshot(`
      "
      pass → allow: It is about the whole order.
      facts: items asked for = 2; whole order = true
      "
    `);
    expect(tell(whole, all(2_999))).toMatchInlineSnapshot(`
      "
      fail → deny: Only the whole order can be canceled.
      otherwise: Cancel the whole order instead.
      facts: items asked for = 2; whole order = false
      "
    `);
    const one = {
      ...all(3_000),
      request: { action: "cancel", lines: [{ itemId: "a", quantity: 1 }] } as const,
    };
    expect(tell(whole, one)).toMatchInlineSnapshot(`
      "
      fail → deny: Only the whole order can be canceled.
      otherwise: Cancel the whole order instead.
      facts: items asked for = 1; whole order = false
      "
    `);
  });

  it("also when a fee, a cap or the balance leaves less of it, to the cent", () => {
    const fee = { kind: "fee", percent: 10, amounts: {}, reasons: ["changed_mind"] };
    expect(isWhole(all(2_500), fee)).toBe("pass");
    expect(isWhole(all(2_499), fee)).toBe("fail");
    const cap = { kind: "cap", per: "refund", amounts: { USD: 4_000 }, cuts: true };
    expect(isWhole(all(1_500), cap)).toBe("pass");
    expect(isWhole(all(1_499), cap)).toBe("fail");
    const charges = [
      { methodId: "card-1", state: "captured", refundableMinor: 3_000, hasOpenDispute: false },
    ] as const;
    expect(isWhole({ ...all(500), charges: [...charges] })).toBe("pass");
    expect(isWhole({ ...all(499), charges: [...charges] })).toBe("fail");
    expect(isWhole(all(2_500, { goodwillMinor: 100 }), fee)).toBe("pass");
    expect(isWhole(all(2_400, { goodwillMinor: 100 }), fee)).toBe("fail");
  });
});

it("a clause is found by its id, the shop's as well as those of every shop", () => {
  const version = versionOf(documentOf({ kind: "identity" }, { kind: "balance" }));
  expect(findClause(version, "clause-1")).toEqual(version.document.clauses[1]);
  expect(findClause(version, "core-dispute")?.title).toBe("No refund during a chargeback");
  expect(findClause(version, "nowhere")).toBeUndefined();
});

it("a trace is replayed with its own facts and moment, and says whether the answer is the same", () => {
  const facts = factsWith();
  const version = versionOf(documentOf({ kind: "window", from: "delivered", days: 10, exceptions: [] }));
  const trace = evaluate(facts, version, askedAt);
  const stored = { trace, facts, engine: 2 };
  expect(replay(stored, version)).toEqual({ isSame: true, again: trace, madeBy: 2, replayedBy: 2 });
  const { engine: _, ...older } = { ...stored, trace: { ...trace, capMinor: trace.capMinor + 1 } };
  expect(replay(older, version)).toEqual({ isSame: false, again: trace, madeBy: 1, replayedBy: 2 });
});
