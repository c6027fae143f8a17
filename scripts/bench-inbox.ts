import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Transaction } from "@/lib/platform/db";
import { say } from "./stack/progress";
import { surroundingParts } from "./stack/stack";
import { createTestStack, withCleanUp } from "./stack/test-run";

// What the lists of an inbox with 10,000 cases cost, on a stack of its own: `npm run bench:inbox`. Each question is
// asked as the app asks it, transaction and access rules included, and beside it stands how long PostgreSQL itself ran
// its statements. The questions take turns.
const cases = 10_000;
const rounds = 200;
const pageRows = 50;

const questions = [
  { name: "all", split: "all" },
  { name: "mine", split: "mine" },
  { name: "needs decision", split: "needs-decision" },
  { name: "SLA", split: "sla" },
  { name: "snoozed", split: "snoozed" },
  { name: "a common word", q: "kettle" },
  { name: "a rare word", q: "ref104242" },
  { name: "a part of a name", q: "indqvis" },
  { name: "words and operators", q: "lamp tag:late amount>20" },
  { name: "operators alone", q: "status:resolved amount>20 before:1d" },
] as const;

const { values } = parseArgs({ options: { json: { type: "string" } } });

await withCleanUp(async () => {
  const stack = await createTestStack();
  Object.assign(process.env, stack.env);
  await stack.start(surroundingParts);
  // Only now is there a database that these could connect to.
  const [{ createShop, owner }, { fillCases }, { openExplained }, inbox, { inboxView }] = await Promise.all([
    import("@/lib/testing/shop"),
    import("@/lib/testing/many-cases"),
    import("@/lib/testing/explained"),
    import("@/lib/modules/cases/inbox/queries"),
    import("@/lib/modules/cases/inbox/schema"),
  ]);
  const explained = openExplained();
  const shop = await createShop();
  const assignee = { userId: shop.agent.userId, name: shop.agent.name };
  await fillCases(owner, { tenantId: shop.tenantId, count: cases, assignee });

  const asked = [
    ...questions.map(({ name, ...view }) => {
      const question = { ...inboxView.parse(view), currency: "USD", limit: pageRows };
      return {
        name,
        ask: () => inbox.listInbox(shop.agent, question) as Promise<unknown>,
        work: (tx: Transaction) => inbox.listInboxIn(tx, shop.agent, question) as Promise<unknown>,
      };
    }),
    {
      name: "counts of all splits",
      ask: () => inbox.countInbox(shop.agent) as Promise<unknown>,
      work: (tx: Transaction) => inbox.countInboxIn(tx, shop.agent) as Promise<unknown>,
    },
  ];
  const taken = new Map<string, number[]>();
  const queried = new Map<string, number[]>();
  for (let round = -5; round < rounds; round += 1) {
    for (const { name, ask, work } of asked) {
      const from = performance.now();
      await ask();
      const tookMs = performance.now() - from;
      const statements = await explained.explain(shop.agent, work, { isInside: false });
      // The first rounds warm up.
      if (round < 0) continue;
      taken.set(name, [...(taken.get(name) ?? []), tookMs]);
      const ranMs = statements.reduce((sum, { executionMs }) => sum + executionMs, 0);
      queried.set(name, [...(queried.get(name) ?? []), ranMs]);
    }
  }
  const figures = [...taken].map(([name, times]) => ({
    ...{ name, ...quantiles(times), queries: quantiles(queried.get(name) ?? []) },
  }));
  const cell = (ms: number) => `${ms.toFixed(1).padStart(6)} ms`;
  say(`${"".padEnd(22)} ${"as the app asks".padEnd(31)} statements in PostgreSQL`);
  for (const { name, p50Ms, p99Ms, queries } of figures) {
    say(
      `${name.padEnd(22)} p50 ${cell(p50Ms)}   p99 ${cell(p99Ms)}   p50 ${cell(queries.p50Ms)}   p99 ${cell(queries.p99Ms)}`,
    );
  }
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ figures, cases, rounds })}\n`);
  await Promise.all([owner.end(), explained.end()]);
  return 0;
});

function quantiles(times: readonly number[]): Readonly<{ p50Ms: number; p99Ms: number }> {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}
