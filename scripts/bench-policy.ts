import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { evaluate } from "@/lib/modules/policies/rules";
import type { PolicyDocument, PolicyFacts } from "@/lib/modules/policies/schema";
import { retail } from "@/lib/modules/policies/templates/retail";
import { windowAndMembership } from "@/lib/modules/policies/templates/window-and-membership";
import { documentOf, factsWith, line } from "@/lib/testing/facts";
import { say } from "./stack/progress";

// How many verdicts one core gives in a second of its own time: `npm run bench:policy`. The processor's time counts, not
// the clock on the wall, and rounds of all documents take turns, because other load on the machine comes and goes.
const rounds = 20;
const perRound = 500;

const { values } = parseArgs({ options: { json: { type: "string" } } });
const facts: PolicyFacts = factsWith({
  request: {
    lines: [
      { itemId: "a", quantity: 1 },
      { itemId: "c", quantity: 2 },
    ],
  },
  order: { lines: ["a", "b", "c", "d", "e"].map((id) => line(id, 4_210, { quantity: 3, left: 3 })) },
});
const now = new Date("2026-06-20T12:00:00Z");
const many = documentOf(
  ...Array.from({ length: 10 }, () => windowAndMembership.rules.slice(3, 8)).flatMap((rules) =>
    rules.map(({ id: _, clauseId: __, ...rule }) => rule),
  ),
);
const documents: Readonly<Record<string, PolicyDocument>> = {
  retail,
  "window and membership": windowAndMembership,
  "50 rules": many,
};

const spentMs = new Map<string, number>();
for (let round = 0; round <= rounds; round += 1) {
  for (const [name, document] of Object.entries(documents)) {
    const version = { id: null, number: 1, title: name, document };
    const from = process.cpuUsage();
    for (let count = 0; count < perRound; count += 1) evaluate(facts, version, now);
    const { user, system } = process.cpuUsage(from);
    // The first round warms up.
    if (round > 0) spentMs.set(name, (spentMs.get(name) ?? 0) + (user + system) / 1_000);
  }
}
const figures = [...spentMs].map(([name, ms]) => ({
  name,
  rules: documents[name]?.rules.length,
  perSecond: Math.round((rounds * perRound * 1_000) / ms),
}));
for (const { name, rules, perSecond } of figures) {
  say(
    `${name.padEnd(24)} ${String(rules).padStart(3)} rules  ${perSecond.toLocaleString("en-US")} evaluations/s`,
  );
}
if (values.json) writeFileSync(values.json, `${JSON.stringify({ figures, node: process.version })}\n`);
