import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { evaluate } from "@/lib/modules/policies/rules";
import { evaluateInput, type Trace } from "@/lib/modules/policies/schema";
import type { Verdict } from "@/lib/modules/policies/terms";
import { formatMoney } from "@/lib/platform/money";
import { readShops } from "@/scripts/seed/shops";
import { demoVersion, findDemoFacts } from "./demo-facts";

type Gold = Readonly<{ ask: unknown; amountMinor: number }>;
type Attempt = Readonly<{ ask: unknown; verdict: Verdict; clause: string; says: string }>;
type Other = Readonly<{ orderNumber: string; says: string }>;
type Task = Readonly<{
  task: string;
  gold: readonly Gold[];
  attempts: readonly Attempt[];
  /** Changes of an order that move no money by this policy. */
  others?: readonly Other[];
  note?: string;
}>;

const page = join(import.meta.dirname, "../../docs/policy-on-retail.md");
const tasks: readonly Task[] = JSON.parse(readFileSync(join(import.meta.dirname, "data/tasks.json"), "utf8"));
const now = new Date("2026-03-01T12:00:00Z");
const [shop] = readShops();
if (!shop) throw new Error("There is no demo shop.");
const { document } = shop.policy;

/** Each request meets the data as it is before the task: none of them waits for an earlier one of its task. */
function answer(ask: unknown): Trace {
  const input = evaluateInput.parse(ask);
  const facts = shop && findDemoFacts(shop, input, now);
  if (!shop || !facts) throw new Error(`The demo lacks ${input.orderNumber}.`);
  return evaluate(facts, demoVersion(shop), now);
}

const clausesOf = ({ citations }: Trace): string[] => [...new Set(citations.map(({ clauseId }) => clauseId))];
const gold = tasks.flatMap(({ task, gold }) => gold.map((action) => ({ task, ...action })));
const others = tasks.flatMap(({ task, others = [] }) => others.map((other) => ({ task, ...other })));
const attempts = tasks.flatMap(({ task, attempts }) => attempts.map((attempt) => ({ task, ...attempt })));

it("holds all 74 tasks with their 50 refunds", () => {
  expect(tasks.length).toBe(74);
  const actions = gold.map(({ ask }) => evaluateInput.parse(ask).action);
  expect([actions.filter((action) => action === "return").length, actions.length]).toEqual([32, 50]);
});

describe("allows to the cent what the data set refunds", () => {
  it.each(gold)("task $task: $amountMinor", ({ ask, amountMinor }) => {
    const trace = answer(ask);
    expect({ verdict: trace.verdict, capMinor: trace.capMinor }).toEqual({
      verdict: "allow",
      capMinor: amountMinor,
    });
    expect(clausesOf(trace).filter((id) => !isKnown(id))).toEqual([]);
  });
});

describe("refuses what the data set refuses, by the clause it breaks", () => {
  it.each(attempts)("task $task: $says", ({ ask, verdict, clause }) => {
    const trace = answer(ask);
    expect(trace.verdict).toBe(verdict);
    expect(clausesOf(trace)).toContain(clause);
  });
});

/** Money that an exchange or a change might bring is money without goods. */
const moneyOf = ({ orderNumber }: Other): unknown => ({ orderNumber, action: "goodwill" });

describe("hands to a person what is no refund, by the clause that says so", () => {
  it.each(others)("task $task: $says of $orderNumber", (other) => {
    const trace = answer(moneyOf(other));
    expect([trace.verdict, clausesOf(trace)]).toEqual(["escalate", ["out-of-scope"]]);
  });
});

it("leaves only tasks without an answer that ask for nothing about an order", () => {
  const silent = tasks.filter(
    ({ gold, attempts, others = [] }) => gold.length + attempts.length + others.length === 0,
  );
  expect(silent.map(({ task }) => task)).toEqual(["24", "43", "50", "67"]);
});

const isKnown = (id: string) => id.startsWith("core-") || document.clauses.some((clause) => clause.id === id);

it("says so in the docs, task by task (UPDATE=1 writes them anew)", () => {
  const text = `${intro}${figures()}${head}${tasks.flatMap(rowsOf).join("\n")}\n`;
  if (process.env.UPDATE) writeFileSync(page, text);
  expect(readFileSync(page, "utf8")).toBe(text);
});

const intro = `# The retail policy on 74 tasks

Written by \`scripts/policy/tasks.test.ts\`; \`UPDATE=1\` writes it anew. Each row is one request of a task of the retail
domain of tau2-bench (MIT, see THIRD_PARTY_NOTICES.md), asked of the demo shop's policy on the data as it is before the
task. No order is changed twice by the refunds of one task, so none of them depends on an earlier one.

*refunds*: the data set's own solution refunds it, and the amount is the sum of its prices. *asks*: the customer asks for
it and the data set refuses. These wishes are a reading of the tasks' texts: only those that say which order is meant and
what shall happen to it are here. *changes*: the data set exchanges or changes something of the order, which is no refund;
money that it might bring is asked for without goods, and goes to a person.

`;
const head = `| Task | Request | Verdict | Amount | Clauses |
| ---- | ------- | ------- | -----: | ------- |
`;

function figures(): string {
  const of = (verdict: Verdict) => attempts.filter(({ ask }) => answer(ask).verdict === verdict).length;
  return `${tasks.length} tasks: ${gold.length} refunds allowed to the cent, ${of("deny")} wishes denied, ${of("escalate") + others.length} handed to a person, ${tasks.filter(({ gold, attempts, others = [] }) => gold.length + attempts.length + others.length === 0).length} tasks that ask for nothing about an order.

`;
}

function rowsOf({ task, gold, attempts, others = [], note }: Task): string[] {
  const asked = [
    ...attempts.map(({ ask, says }) => ({ ask, words: `asks: ${says}` })),
    ...gold.map(({ ask }) => ({ ask, words: "refunds" })),
  ];
  const rows = asked.map(({ ask, words }) => {
    const trace = answer(ask);
    const { action, orderNumber, method } = evaluateInput.parse(ask);
    const request = `${action} ${orderNumber}${method ? ` to ${method.id}` : ""} (${words})`;
    const amount = trace.verdict === "allow" ? formatMoney(trace.capMinor, trace.currency) : "–";
    return `| ${task} | ${request} | ${trace.verdict} | ${amount} | ${clausesOf(trace).join(", ")} |`;
  });
  for (const other of others) {
    const trace = answer(moneyOf(other));
    const request = `${other.says} of ${other.orderNumber} (changes)`;
    rows.push(`| ${task} | ${request} | ${trace.verdict} | – | ${clausesOf(trace).join(", ")} |`);
  }
  if (note) rows.push(`| ${task} | ${rows.length > 0 ? "" : "nothing to evaluate: "}${note} | – | – | – |`);
  return rows;
}
