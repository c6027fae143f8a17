import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { evaluate } from "@/lib/modules/policies/rules";
import type { Evaluate, PolicyFacts } from "@/lib/modules/policies/schema";
import { readShops } from "@/scripts/seed/shops";
import { demoVersion, findDemoFacts } from "./demo-facts";

// What the data set's policy says, written a second time from its text (policy.md of tau2-bench's retail domain) over
// the raw files. It shares nothing with the engine but the question and the names of the answers.
type Line = Readonly<{ item: string; quantity?: number; priceMinor: number }>;
type Order = Readonly<{
  id: string;
  customer: string;
  status: string;
  methodId: string;
  lines: readonly Line[];
}>;
type Method = Readonly<{ id: string; customer: string; kind: string }>;
type Cell = Readonly<{ order: Order; own: readonly Method[]; asker: string; input: Evaluate }>;
type Answer = Readonly<{ verdict: string; amountMinor: number | null }>;

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(join(import.meta.dirname, "../seed/data", `${name}.json`), "utf8"));
const orders = read<readonly Order[]>("orders");
const methods = read<readonly Method[]>("methods");
const methodsOf = new Map<string, Method[]>();
for (const method of methods) {
  methodsOf.set(method.customer, [...(methodsOf.get(method.customer) ?? []), method]);
}
const seededAt = new Date("2026-03-01T12:00:00Z");
const [shop] = readShops();
if (!shop) throw new Error("There is no demo shop.");
const version = demoVersion(shop);

const piecesOf = ({ quantity = 1 }: Line): number => quantity;

function answerByHand({ order, own, asker, input }: Cell): Answer {
  const wanted = new Map<string, number>();
  for (const { itemId, quantity } of input.lines) wanted.set(itemId, (wanted.get(itemId) ?? 0) + quantity);
  const pieces = new Map(order.lines.map((line) => [line.item, piecesOf(line)]));
  const isImpossible = [...wanted].some(([item, count]) => count > (pieces.get(item) ?? 0));
  const isPart = [...pieces].some(([item, count]) => (wanted.get(item) ?? 0) < count);
  const method = own.find(({ id }) => id === input.method?.id);
  const isOriginal = input.method?.id === order.methodId;
  const denied: Answer = { verdict: "deny", amountMinor: 0 };
  // "must deny any requests for tasks related to any other user"
  if (asker !== order.customer || isImpossible) return denied;
  if (input.action === "cancel") {
    // "can only be cancelled if its status is 'pending'" · "the total will be refunded via the original payment method"
    if (order.status !== "pending" || (input.method && !isOriginal)) return denied;
    // The order is canceled, not some of its items.
    if (wanted.size > 0 && isPart) return denied;
    // "the reason (either 'no longer needed' or 'ordered by mistake')" · "Other reasons are not acceptable."
    if (input.reason === undefined) return { verdict: "need_info", amountMinor: null };
    if (input.reason !== "no longer needed" && input.reason !== "ordered by mistake") return denied;
    return { verdict: "allow", amountMinor: priceOf(order, pieces) };
  }
  // "can only be returned if its status is 'delivered'"
  if (order.status !== "delivered") return denied;
  // "either go to the original payment method, or an existing gift card"
  if (input.method && !isOriginal && method?.kind !== "gift_card") return denied;
  // "the list of items to be returned" · "needs to provide a payment method"
  if (wanted.size === 0 || !input.method) return { verdict: "need_info", amountMinor: null };
  return { verdict: "allow", amountMinor: priceOf(order, wanted) };
}

const priceOf = (order: Order, counts: ReadonlyMap<string, number>): number =>
  order.lines.reduce((sum, { item, priceMinor }) => sum + priceMinor * (counts.get(item) ?? 0), 0);

const reasons = ["no longer needed", "ordered by mistake", "found it cheaper elsewhere", undefined];

function* listCells(order: Order, index: number): Generator<Cell> {
  const own = methodsOf.get(order.customer) ?? [];
  const stranger = methods.find(({ customer }, at) => at >= index % 500 && customer !== order.customer);
  const chosen = [...new Set([order.methodId, ...own.map(({ id }) => id)]), stranger?.id, undefined];
  for (const action of ["cancel", "return"] as const) {
    for (const lines of listLines(order)) {
      for (const reason of reasons) {
        for (const id of chosen) {
          const input = {
            orderNumber: order.id,
            action,
            ...{ lines, evidence: [] },
            ...(reason && { reason }),
            ...(id && { method: { id } }),
          };
          yield { order, own, asker: order.customer, input };
          if (id === order.methodId) yield { order, own, asker: stranger?.customer ?? "", input };
        }
      }
    }
  }
}

/** All items, one piece, one piece too many, an item of another order, nothing. */
function listLines({ lines }: Order): Evaluate["lines"][] {
  const [first] = lines;
  const foreign = orders
    .flatMap((other) => other.lines)
    .find(({ item }) => lines.every((line) => line.item !== item));
  if (!first || !foreign) throw new Error("An order has no lines.");
  const all = lines.map((line) => ({ itemId: line.item, quantity: piecesOf(line) }));
  return [
    all,
    [{ itemId: first.item, quantity: 1 }],
    [{ itemId: first.item, quantity: piecesOf(first) + 1 }, ...all.slice(1)],
    [...all, { itemId: foreign.item, quantity: 1 }],
    [],
  ];
}

function answerByEngine({ asker, input }: Cell): Answer {
  const trace = evaluate(factsOf(input, asker), version, seededAt);
  const isAmount = trace.verdict === "allow" || trace.verdict === "deny";
  return { verdict: trace.verdict, amountMinor: isAmount ? trace.capMinor : null };
}

// The facts of an order are the same in each of its cells: only the question is another.
const known = new Map<string, PolicyFacts>();
function factsOf(input: Evaluate, asker: string): PolicyFacts {
  const facts = known.get(input.orderNumber) ?? (shop && findDemoFacts(shop, input, seededAt));
  if (!facts) throw new Error(`The demo lacks ${input.orderNumber}.`);
  known.set(input.orderNumber, facts);
  const { action, lines, reason = null, method, goodwillMinor = null } = input;
  return {
    ...facts,
    askerId: asker,
    request: { ...facts.request, action, lines, reason, goodwillMinor, methodId: method?.id ?? null },
  };
}

const describeCell = ({ input, order, asker }: Cell) =>
  `${JSON.stringify(input)} ${order.status}, paid with ${order.methodId}${asker === order.customer ? "" : ", asked by another"}`;

it("answers every order × action × lines × reason × method as the policy's text does", {
  timeout: 120_000,
}, () => {
  const counts: Record<string, number> = {};
  const mismatches: string[] = [];
  for (const [index, order] of orders.entries()) {
    for (const cell of listCells(order, index)) {
      const expected = answerByHand(cell);
      const found = answerByEngine(cell);
      counts[expected.verdict] = (counts[expected.verdict] ?? 0) + 1;
      if (expected.verdict !== found.verdict || expected.amountMinor !== found.amountMinor) {
        mismatches.push(`${describeCell(cell)}: ${JSON.stringify(expected)} ≠ ${JSON.stringify(found)}`);
      }
    }
  }
  const cells = Object.values(counts).reduce((sum, count) => sum + count, 0);
  process.stdout.write(
    `${orders.length} orders, ${cells} cells, ${mismatches.length} mismatches: ${JSON.stringify(counts)}\n`,
  );
  expect(mismatches.slice(0, 5)).toEqual([]);
  expect(mismatches.length).toBe(0);
  expect(orders.length).toBe(1_000);
  expect(cells).toBe(174_840);
});

it("hands goodwill for any order to a person", () => {
  const allowed = orders.filter((order) => {
    const input = {
      orderNumber: order.id,
      action: "goodwill" as const,
      lines: [],
      goodwillMinor: 500,
      evidence: [],
    };
    return evaluate(factsOf(input, order.customer), version, seededAt).verdict === "allow";
  });
  const delivered = orders
    .filter(({ status }) => status === "delivered")
    .map((order) => {
      const input = {
        orderNumber: order.id,
        action: "goodwill" as const,
        lines: [],
        goodwillMinor: 500,
        evidence: [],
      };
      return evaluate(factsOf(input, order.customer), version, seededAt).verdict;
    });
  expect(allowed).toEqual([]);
  expect(new Set(delivered)).toEqual(new Set(["escalate"]));
});

const twins = orders.flatMap((order) =>
  order.lines.filter((line) => piecesOf(line) > 1).map((line) => ({ order, line })),
);

it("knows the seven orders that hold the same item twice", () => {
  expect(new Set(twins.map(({ order }) => order.id)).size).toBe(7);
});

it.each(twins)("counts the pieces of the same item in $order.id", ({ order, line }) => {
  const ask = (...quantities: number[]): Answer => {
    const lines = quantities.map((quantity) => ({ itemId: line.item, quantity }));
    const input = {
      orderNumber: order.id,
      action: "return" as const,
      lines,
      method: { id: order.methodId },
      evidence: [],
    };
    const cell: Cell = {
      order: { ...order, status: "delivered" },
      own: methodsOf.get(order.customer) ?? [],
      asker: order.customer,
      input,
    };
    const facts = factsOf(input, order.customer);
    // Whatever the order's status is in the data: here the pieces are in question.
    const charges = facts.charges.map((charge) => ({ ...charge, refundableMinor: facts.order.totalMinor }));
    const deliveredAt = facts.order.placedAt;
    const delivered = {
      ...facts,
      charges,
      order: { ...facts.order, status: "delivered" as const, deliveredAt },
    };
    const { verdict, capMinor } = evaluate(delivered, version, seededAt);
    expect({ verdict, amountMinor: capMinor }).toEqual(answerByHand(cell));
    return { verdict, amountMinor: capMinor };
  };
  expect(ask(1)).toEqual({ verdict: "allow", amountMinor: line.priceMinor });
  expect(ask(2)).toEqual({ verdict: "allow", amountMinor: 2 * line.priceMinor });
  expect(ask(1, 1)).toEqual({ verdict: "allow", amountMinor: 2 * line.priceMinor });
  expect(ask(3)).toEqual({ verdict: "deny", amountMinor: 0 });
  expect(ask(1, 2)).toEqual({ verdict: "deny", amountMinor: 0 });
});
