import { afterAll, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { createShop, type OpenCase, openCase, owner, type Shop } from "@/lib/testing/shop";
import { listDrill } from "./drill";
import { loadReport } from "./queries";
import { drillQuery, lastDays, periodOf } from "./schema";

afterAll(() => owner.end());

type Made = Readonly<{
  amountMinor: number;
  currency?: string;
  reason?: string;
  state?: "approved" | "denied";
  verdict?: string;
  clauses?: readonly string[];
  by?: Readonly<{ userId: string; name: string }>;
  isByKey?: boolean;
  decidedAt?: string;
}>;

/** A decision as it stands after it was made, and its refund where it was paid. */
async function decide(shop: Shop, opened: OpenCase, made: Made, paidAfterSeconds?: number): Promise<void> {
  const id = newId();
  const by = made.by ?? shop.lead;
  const at = made.decidedAt ?? new Date().toISOString();
  const trace = { trace: { citations: (made.clauses ?? []).map((clauseId) => ({ clauseId })) } };
  await owner`
    insert into makegood.decisions (id, tenant_id, case_id, state, outcome, amount_minor, currency, legs, lines, reason_code,
      rationale, trace, verdict, proposed_by_kind, proposed_by_id, proposed_by_name, approval_hash,
      decided_by_id, decided_by_name, decided_at)
    values (${id}, ${shop.tenantId}, ${opened.caseId}, ${made.state ?? "approved"}, 'approve', ${made.amountMinor},
      ${made.currency ?? "USD"}, '[]', '[]', ${made.reason ?? "damaged"}, 'Because.', ${owner.json(trace as never)},
      ${made.verdict ?? "allow"}, ${made.isByKey ? "key" : "member"}, ${by.userId}, ${by.name}, 'x',
      ${by.userId}, ${by.name}, ${at})`;
  if (paidAfterSeconds === undefined) return;
  await owner`
    insert into makegood.refunds (id, tenant_id, case_id, decision_id, charge_id, state, amount_minor, currency, settled_at)
    values (${newId()}, ${shop.tenantId}, ${opened.caseId}, ${id}, ${opened.chargeId}, 'succeeded', ${made.amountMinor},
      ${made.currency ?? "USD"}, ${at}::timestamptz + make_interval(secs => ${paidAfterSeconds}))`;
}

async function shopWithHistory() {
  const shop = await createShop();
  const opened = await openCase(shop, [10_000]);
  const bot = { userId: newId(), name: "Bot" };
  // Noon, so that what was paid minutes later was paid on the same day.
  const early = `${new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)}T12:00:00Z`;
  const at = { decidedAt: early };
  await decide(shop, opened, { ...at, amountMinor: 1_000, clauses: ["window", "proof", "window"] }, 60);
  await decide(shop, opened, { ...at, amountMinor: 500, reason: "goodwill", clauses: ["proof"] }, 120);
  await decide(shop, opened, { ...at, amountMinor: 300, by: bot, isByKey: true }, 600);
  await decide(shop, opened, { ...at, amountMinor: 4_000, currency: "EUR" });
  await decide(shop, opened, { ...at, amountMinor: 900, state: "denied" });
  await decide(shop, opened, { ...at, amountMinor: 70, state: "denied", verdict: "deny" });
  await decide(shop, opened, { amountMinor: 77_777, decidedAt: "2020-05-05T12:00:00Z" }, 1);
  return { shop, opened, bot };
}

it("counts what was decided as somebody would by hand, each currency for itself", async () => {
  const { shop, opened, bot } = await shopWithHistory();
  await owner`
    update makegood.cases set first_replied_at = created_at + interval '90 seconds', needs_attention = 1,
      updated_at = now() - interval '1 hour' where id = ${opened.caseId}`;
  const report = await loadReport(shop.agent, lastDays(7));
  const shown = (rows: typeof report.reason) =>
    rows.map(({ key, label, currency, count, amountMinor }) => [key, label, currency, count, amountMinor]);
  expect(shown(report.reason)).toEqual([
    ["damaged", "Damaged or faulty", "EUR", 1, 4_000],
    ["damaged", "Damaged or faulty", "USD", 2, 1_300],
    ["goodwill", "Goodwill", "USD", 1, 500],
  ]);
  expect(shown(report.clause)).toEqual([
    ["proof", "proof", "USD", 2, 1_500],
    ["window", "window", "USD", 1, 1_000],
  ]);
  expect(shown(report.actor)).toEqual([
    [shop.lead.userId, "Lea Berg", "EUR", 1, 4_000],
    [shop.lead.userId, "Lea Berg", "USD", 2, 1_500],
    [bot.userId, "Bot", "USD", 1, 300],
  ]);
  expect(report).toMatchObject({ decided: 6, auto: 1, judged: 5, overridden: 1 });
  expect(report).toMatchObject({ paidCount: 3, paidSeconds: 120, replied: 1, replySeconds: 90, stuck: 1 });
  expect(Math.round((report.oldestStuckSeconds ?? 0) / 60)).toBe(60);
  expect(report.paid.map(({ currency, amountMinor }) => [currency, amountMinor])).toEqual([["USD", 1_800]]);
});

it("opens exactly the cases that each number counts, page by page", async () => {
  const { shop, bot } = await shopWithHistory();
  const period = lastDays(7);
  const amounts = async (query: object) =>
    (await listDrill(shop.agent, period, drillQuery.parse(query))).rows.map(({ amountMinor }) => amountMinor);
  expect(await amounts({ measure: "reason", key: "damaged", currency: "USD" })).toEqual([300, 1_000]);
  expect(await amounts({ measure: "clause", key: "proof", currency: "USD" })).toEqual([500, 1_000]);
  expect(await amounts({ measure: "actor", key: bot.userId, currency: "USD" })).toEqual([300]);
  expect(await amounts({ measure: "auto" })).toEqual([300]);
  expect(await amounts({ measure: "overridden" })).toEqual([900]);
  expect(await amounts({ measure: "decided" })).toHaveLength(6);
  expect(await amounts({ measure: "paid" })).toEqual([300, 500, 1_000]);
  const first = await listDrill(shop.agent, period, drillQuery.parse({ measure: "decided" }), 4);
  const second = await listDrill(
    shop.agent,
    period,
    drillQuery.parse({ measure: "decided", cursor: first.nextCursor }),
    4,
  );
  expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(6);
  expect(second.nextCursor).toBeUndefined();
});

it("tells another shop nothing", async () => {
  const { shop } = await shopWithHistory();
  const stranger = await createShop();
  expect(await loadReport(stranger.finance, lastDays(7))).toMatchObject({ decided: 0, reason: [], paid: [] });
  const query = drillQuery.parse({ measure: "actor", key: shop.lead.userId });
  expect((await listDrill(stranger.finance, lastDays(7), query)).rows).toEqual([]);
});

it("takes days that make no sense for the last thirty, and never reads more than a year", () => {
  const now = new Date("2026-06-20T12:00:00Z");
  const usual = { from: "2026-05-22", to: "2026-06-20" };
  expect(periodOf({ from: "yesterday", to: "2026-06-20" }, now)).toEqual(usual);
  expect(periodOf({ from: "2026-06-20", to: "2026-06-01" }, now)).toEqual(usual);
  expect(periodOf({ from: ["2026-06-01", "x"], to: "2026-13-45" }, now)).toEqual(usual);
  expect(periodOf({ from: "1999-01-01", to: "2026-06-20" }, now)).toEqual({
    from: "2025-06-20",
    to: "2026-06-20",
  });
});
