import { execFile } from "node:child_process";
import { afterAll, beforeAll, expect, it } from "vitest";
import { backtest } from "@/lib/modules/policies/backtest";
import { replay } from "@/lib/modules/policies/replay";
import { engineVersion } from "@/lib/modules/policies/rules";
import { type PolicyVersion, policyDocumentInput } from "@/lib/modules/policies/schema";
import { retail } from "@/lib/modules/policies/templates/retail";
import { documentOf } from "@/lib/testing/facts";
import { publishDocument } from "@/lib/testing/policies";
import { createShop, openCase, owner, refundOf, type Shop } from "@/lib/testing/shop";
import { proposeRefund } from "./commands";
import { listPastDecisions } from "./past";
import { findDecision } from "./queries";
import type { Decision } from "./schema";

afterAll(() => owner.end());

const inForce = documentOf(
  { kind: "identity" },
  { kind: "fee", percent: 10, reasons: ["changed_mind"] },
  { kind: "velocity", otherwise: "escalate", maxRefundsIn90Days: 9 },
);
const versionOf = (document: unknown): PolicyVersion => ({
  ...{ id: null, number: 0, title: "Other", document: policyDocumentInput.parse(document) },
});

let shop: Shop;
const made: Decision[] = [];

beforeAll(async () => {
  shop = await createShop();
  await publishDocument(shop.tenantId, inForce);
  for (const amountMinor of [2_000, 3_000, 4_000]) {
    const proposal = { ...refundOf(await openCase(shop, [amountMinor]), [0]), isEvidenceConfirmed: true };
    made.push(await proposeRefund(shop.agent, proposal));
  }
  const [oldest] = made;
  await owner`update makegood.decisions set created_at = now() - interval '91 days' where id = ${oldest?.id ?? ""}`;
});

/** Runs the command as a process against the database of the tests. */
const run = (...args: string[]): Promise<Readonly<{ code: number; output: string }>> =>
  new Promise((resolve) => {
    const flags = ["--conditions=react-server", "--import", "tsx", "scripts/policy.ts"];
    execFile(process.execPath, [...flags, ...args], (error, output, errors) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, output: output + errors }),
    );
  });

it("lists the decisions of 90 days, newest first, with what the policy knew and said", async () => {
  const past = await listPastDecisions(shop.agent);
  expect(
    past.map(({ decisionId, amountMinor, currency }) => ({ decisionId, amountMinor, currency })),
  ).toEqual([
    { decisionId: made[2]?.id, amountMinor: 4_000, currency: "USD" },
    { decisionId: made[1]?.id, amountMinor: 3_000, currency: "USD" },
  ]);
  expect(past[0]).toMatchObject({
    caseId: made[2]?.caseId,
    trace: { verdict: "allow", capMinor: 4_000 },
    facts: { request: { reason: "damaged", confirmedBy: "Ana Ruiz" } },
  });
  expect(await listPastDecisions((await createShop()).agent)).toEqual([]);
});

it("the page and the command line find the same flips, and the same money", async () => {
  const past = await listPastDecisions(shop.agent);
  // The retail policy wants to be told where the money goes.
  const { sums } = backtest(past, versionOf(retail));
  expect(sums).toEqual([{ currency: "USD", decisions: 2, flips: 2, lessMinor: 7_000, moreMinor: 0 }]);
  const capped = documentOf({ kind: "cap", per: "refund", amounts: { USD: 3_500 }, cuts: true });
  const cut = backtest(past, versionOf(capped));
  expect(cut.sums).toEqual([{ currency: "USD", decisions: 2, flips: 1, lessMinor: 500, moreMinor: 0 }]);
  const since = new Date(Date.now() - 90 * 86_400_000).toISOString();
  const printed = await run("backtest", "--tenant", shop.slug, "--template", "retail", "--from", since);
  expect(printed).toMatchObject({ code: 0 });
  expect(printed.output).toContain(
    "USD: 2 of 2 decisions flip: $70.00 less and $0.00 more would be paid\n2 decisions with a stored trace, 2 flip",
  );
  expect(printed.output).toContain("Requests that the policy refused at once");
});

it("a stored decision replays byte for byte, and one that was tampered with does not", async () => {
  for (const { id } of made) {
    const stored = (await findDecision(shop.agent, id))?.trace;
    if (!stored) throw new Error("the trace was not kept");
    expect(stored.engine).toBe(engineVersion);
    const version = { ...stored.trace.policyVersion, document: inForce };
    expect(replay(stored, version)).toMatchObject({ isSame: true, madeBy: engineVersion });
    const tampered = { ...stored, facts: { ...stored.facts, askerId: "somebody" } };
    expect(replay(tampered, version)).toMatchObject({ isSame: false, again: { verdict: "deny" } });
  }
});

it("from the command line as well, which ends with 1 when it does not", async () => {
  const [, decision] = made;
  const id = decision?.id ?? "";
  const same = await run("replay", "--decision", id);
  expect(same).toMatchObject({ code: 0, output: expect.stringContaining("The same, byte for byte.") });
  await owner`
    update makegood.decisions set trace = jsonb_set(trace, '{trace,capMinor}', '1') where id = ${id}`;
  const other = await run("replay", "--decision", id);
  expect(other).toMatchObject({ code: 1, output: expect.stringContaining("Not the same.") });
  const missing = await run("replay", "--decision", shop.tenantId);
  expect(missing).toMatchObject({ code: 2, output: expect.stringContaining("There is no decision") });
});
