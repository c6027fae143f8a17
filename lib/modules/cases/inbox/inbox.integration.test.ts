import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeCase } from "@/lib/modules/cases/change-one";
import { findCasesByWords } from "@/lib/modules/cases/find/queries";
import { tendCases } from "@/lib/modules/cases/jobs";
import type { InboxSplit } from "@/lib/modules/cases/schema";
import { undoChange } from "@/lib/modules/cases/undo";
import type { MemberActor } from "@/lib/platform/actor";
import { newId } from "@/lib/platform/ids";
import { openExplained } from "@/lib/testing/explained";
import { fillCases } from "@/lib/testing/many-cases";
import { createShop, owner, type Shop } from "@/lib/testing/shop";
import { changeCases } from "./bulk";
import { bulkInput } from "./bulk-schema";
import { countInbox, findNeighbours, listInbox, listInboxIn } from "./queries";
import { inboxView } from "./schema";
import { changeView, createView, deleteView, listViews } from "./views";

const count = 10_000;
let shop: Shop;
let stranger: Shop;

beforeAll(async () => {
  [shop, stranger] = [await createShop(), await createShop()];
  const assignee = { userId: shop.agent.userId, name: shop.agent.name };
  await fillCases(owner, { tenantId: shop.tenantId, count, assignee });
  await fillCases(owner, { tenantId: stranger.tenantId, count: 100 });
});
afterAll(() => owner.end());

const list = (actor: MemberActor, view: object, limit = 50, cursor?: string) =>
  listInbox(actor, { ...inboxView.parse(view), currency: "USD", limit, cursor });

/** What the database counts without the inbox. */
async function counted(condition: string): Promise<number> {
  const [row] = await owner.unsafe<{ count: number }[]>(
    `select count(*)::int as count from makegood.cases where tenant_id = '${shop.tenantId}' and (${condition})`,
  );
  return row?.count ?? -1;
}

async function numbersOf(view: object): Promise<number[]> {
  const numbers: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(shop.agent, view, 200, cursor);
    numbers.push(...page.rows.map(({ number }) => number));
    cursor = page.nextCursor;
  } while (cursor);
  return numbers;
}

const active = "conversation in ('open', 'waiting_customer')";
const due = "least(first_reply_due_at, next_reply_due_at, refund_due_at)";
const splits: readonly [InboxSplit, () => string][] = [
  ["all", () => active],
  ["mine", () => `${active} and assignee_id = '${shop.agent.userId}'`],
  ["unassigned", () => `${active} and assignee_id is null`],
  ["needs-decision", () => "conversation = 'open' and decision in ('none', 'returned', 'appealed')"],
  ["awaiting-approval", () => "decision = 'awaiting_approval'"],
  ["attention", () => "needs_attention > 0 or refund = 'unknown'"],
  ["sla", () => `${active} and ${due} <= now() + interval '1 hour'`],
  ["snoozed", () => "conversation = 'snoozed'"],
];

describe("each split", () => {
  it.each(splits)(
    "%s lists exactly its cases, page by page, each once, and counts them",
    async (split, condition) => {
      const numbers = await numbersOf({ split });
      expect(new Set(numbers).size).toBe(numbers.length);
      expect(numbers.length).toBe(await counted(condition()));
      expect((await countInbox(shop.agent))[split]).toBe(numbers.length);
      expect(numbers.length).toBeGreaterThan(0);
    },
  );

  it("stands in its order: what is owed first, what wakes first, what is newest", async () => {
    const sla = (await list(shop.agent, { split: "sla" })).rows.map(({ dueAt }) => dueAt?.getTime() ?? 0);
    expect(sla).toEqual(sla.toSorted((one, other) => one - other));
    const asleep = (await list(shop.agent, { split: "snoozed" })).rows.map(
      (row) => row.snoozedUntil?.getTime() ?? 0,
    );
    expect(asleep).toEqual(asleep.toSorted((one, other) => one - other));
    const oldest = await numbersOf({ split: "mine", sort: "oldest" });
    expect(oldest).toEqual((await numbersOf({ split: "mine" })).toReversed());
  });
});

describe("each operator of the search", () => {
  const searches: readonly [string, string][] = [
    ["status:resolved,closed", "conversation in ('resolved', 'closed')"],
    ['assignee:"ana r"', "assignee_name = 'Ana Ruiz'"],
    ["assignee:none status:open", "assignee_id is null and conversation = 'open'"],
    ["amount>5000", "amount_minor > 500000"],
    ["amount<=20.50", "amount_minor <= 2050"],
    ["amount>1EUR", "currency = 'EUR'"],
    ["order:m0000777", "number = 100777"],
    ["tag:vip", "labels @> array['vip']"],
    ["tag:late is:mine", `labels @> array['late'] and assignee_name = 'Ana Ruiz' and ${active}`],
    ["before:3d", "last_message_at < now() - interval '3 days'"],
    ["after:1d", "last_message_at >= now() - interval '1 day'"],
    ["is:paid", "refund = 'succeeded'"],
    ["kettle", "preview like '%kettle%'"],
    ["kett", "preview like '%kettle%'"],
    ['"is not what"', "true"],
    ["kettle bicycle", "false"],
    ["ref100777", "number = 100777"],
    ["#100777", "number = 100777"],
    ["m0000777", "number = 100777"],
    ["lamp tag:vip amount>20", "preview like '%lamp%' and labels @> array['vip'] and amount_minor > 2000"],
  ];
  it.each(searches)("%s", async (q, condition) => {
    expect((await numbersOf({ q })).length).toBe(await counted(condition));
  });

  it("a part of a name in the middle finds, a slip of the pen finds what is written nearly so, and says it", async () => {
    const middle = await list(shop.agent, { q: "indqvis" });
    expect(middle.rows[0]?.customerName).toContain("Lindqvist");
    const slip = await list(shop.agent, { q: "kowalsky" });
    expect([slip.isClose, slip.rows[0]?.customerName.includes("Kowalski")]).toEqual([true, true]);
  });

  it("a new message, a new label and a new name are found at once", async () => {
    const [row] = (await list(shop.agent, { split: "unassigned" })).rows;
    const id = row?.id ?? "";
    await owner`insert into makegood.messages (id, tenant_id, case_id, kind, author_name, body)
      values (${newId()}, ${shop.tenantId}, ${id}, 'customer', 'x', 'A xylophone was promised')`;
    expect((await list(shop.agent, { q: "xylophone" })).rows.map((found) => found.id)).toEqual([id]);
    await changeCases(shop.agent, bulkInput.parse({ act: "label", caseIds: id, label: "Odd one" }));
    expect((await list(shop.agent, { q: 'tag:"odd one"' })).rows.map((found) => found.id)).toEqual([id]);
    await owner`update makegood.customers set name = 'Zebedee Quux' where id =
      (select customer_id from makegood.cases where id = ${id})`;
    expect((await list(shop.agent, { q: "quux" })).rows.map((found) => found.id)).toContain(id);
  });

  it("whatever somebody types is answered", async () => {
    for (const q of [
      "'",
      "\\",
      "%",
      "_",
      "a & b | !c",
      "():*",
      "<->",
      '"\'"',
      "tag:x'",
      "🦓",
      "-".repeat(400),
    ]) {
      await expect(list(shop.agent, { q }), q).resolves.toBeDefined();
    }
  });
});

it("nobody finds, counts or changes cases of another tenant", async () => {
  const [own] = (await list(shop.agent, {})).rows;
  expect((await list(stranger.agent, { q: "ref100777" })).rows).toEqual([]);
  expect((await list(stranger.agent, { q: "kettle" })).rows.every(({ number }) => number <= 100_100)).toBe(
    true,
  );
  expect((await countInbox(stranger.agent)).all).toBeLessThan(100);
  const report = await changeCases(stranger.agent, bulkInput.parse({ act: "resolve", caseIds: own?.id }));
  expect(report).toEqual({ done: 0, skipped: [] });
});

it("the cases before and after one are its neighbours in the list, with and without a search", async () => {
  for (const view of [{ split: "mine" }, { q: "kettle" }, { split: "sla" }]) {
    const rows = (await list(shop.agent, view)).rows;
    const question = { ...inboxView.parse(view), currency: "USD" };
    expect(await findNeighbours(shop.agent, question, rows[3]?.id ?? "")).toEqual({
      previousId: rows[2]?.id,
      nextId: rows[4]?.id,
    });
    expect((await findNeighbours(shop.agent, question, rows[0]?.id ?? "")).previousId).toBeUndefined();
  }
});

describe("ten thousand cases", () => {
  const explained = openExplained();
  afterAll(() => explained.end());

  /** The plans of every statement behind a page, those inside the search's function too, as PostgreSQL reports them. */
  async function explainInbox(view: object): Promise<string> {
    const question = { ...inboxView.parse(view), currency: "USD", limit: 50 };
    const statements = await explained.explain(shop.agent, (tx) => listInboxIn(tx, shop.agent, question), {
      isInside: true,
    });
    return statements.flatMap(({ plan }) => (plan.includes("Scan") ? [plan] : [])).join("\n");
  }

  const views = [
    ...splits.map(([split]) => ({ split })),
    ...["newest", "oldest", "due"].map((sort) => ({ sort })),
    ...["mine", "unassigned", "needs-decision", "awaiting-approval"].map((split) => ({
      split,
      sort: "oldest",
    })),
    ...["kettle", "ref100777", "tag:vip", "status:resolved", "order:m0000777", "amount>50 ref100777"].map(
      (q) => ({ q }),
    ),
  ];
  it.each(views)("%j reads an index, and no table from end to end", async (view) => {
    const plans = await explainInbox(view);
    expect(plans).toMatch(/Index (Only )?Scan/);
    // The thousand customers may be cheaper to read whole than one by one, and so may a tenant's cases beside what the
    // words of a search found.
    expect(plans).not.toMatch(
      "q" in view ? /Seq Scan on (case_search|messages)/ : /Seq Scan on (cases|case_search|orders|messages)/,
    );
  });

  it("each split and order has an index of its own", async () => {
    const indexOf = async (view: object) => /using (cases_\w+) on cases/.exec(await explainInbox(view))?.[1];
    expect(await indexOf({})).toBe("cases_active");
    expect(await indexOf({ split: "mine" })).toBe("cases_assignee");
    expect(await indexOf({ split: "unassigned" })).toMatch(/cases_a(ctive|ssignee)/);
    expect(await indexOf({ split: "needs-decision" })).toBe("cases_undecided");
    expect(await indexOf({ split: "awaiting-approval" })).toBe("cases_awaiting");
    expect(await indexOf({ split: "attention" })).toBe("cases_attention");
    expect(await indexOf({ split: "sla" })).toBe("cases_sla");
    expect(await indexOf({ split: "snoozed" })).toMatch(/cases_(snoozed|wake)/);
    expect(await indexOf({ sort: "due" })).toBe("cases_sla");
  });
});

it("the palette finds what the inbox finds: words of the thread, slips of the pen, a number first, nothing of others", async () => {
  const find = (words: string, actor = shop.agent) => findCasesByWords(actor, words, "USD");
  expect((await find("ref100777")).map(({ number }) => number)).toEqual([100_777]);
  expect((await find("#100123"))[0]?.number).toBe(100_123);
  expect((await find("kowalsky")).every(({ customerName }) => customerName.includes("Kowalski"))).toBe(true);
  expect(await find("is:awaiting-approval kettle")).not.toEqual([]);
  expect(await find("ref100777", stranger.agent)).toEqual([]);
});

const standing = (ids: readonly string[]) =>
  owner`select id, conversation, assignee_id, labels, snoozed_until, resolved_at, first_reply_due_at, next_reply_due_at
    from makegood.cases where id in ${owner([...ids])} order by id`;

describe("acts on many cases", () => {
  const change = (ids: readonly string[], act: object) =>
    changeCases(shop.agent, bulkInput.parse({ ...act, caseIds: ids.join(",") }));
  const some = async (view: object, from: number, to: number) =>
    (await list(shop.agent, view)).rows.slice(from, to).map(({ id }) => id);

  const acts: readonly object[] = [
    { act: "assign", memberId: "none" },
    { act: "label", label: "Checked" },
    { act: "snooze", until: new Date(Date.now() + 86_400_000).toISOString() },
    { act: "resolve" },
    { act: "spam" },
  ];
  it.each(acts)(
    "%j is done to all at once, told in one event and one audit row each, and taken back exactly",
    async (act) => {
      const ids = await some({ split: "mine" }, 10, 20);
      const before = await standing(ids);
      const report = await change(ids, act);
      expect(report.done + report.skipped.length).toBe(ids.length);
      expect(report.done).toBeGreaterThan(0);
      expect(await standing(ids)).not.toEqual(before);
      const undone = await undoChange(shop.agent, report.undoId ?? "");
      expect(undone).toEqual({ done: report.done, skipped: [] });
      expect(await standing(ids)).toEqual(before);
      const [audit] = await owner<{ changed: number; undone: number }[]>`
      select count(*) filter (where action = 'case.changed')::int as changed,
        count(*) filter (where action = 'case.change_undone')::int as undone
      from makegood.audit_log where tenant_id = ${shop.tenantId} and subject_id in ${owner(ids)}
        and created_at > now() - interval '1 minute'`;
      expect(audit?.changed).toBeGreaterThanOrEqual(report.done);
      expect(audit?.undone).toBeGreaterThanOrEqual(report.done);
    },
  );

  it("a case resolved on its own page gets its reply clocks back with the undo", async () => {
    const [id = ""] = await some({ split: "mine" }, 20, 21);
    await owner`update makegood.cases set next_reply_due_at = now() - interval '1 hour' where id = ${id}`;
    const before = await standing([id]);
    const { undoId = "" } = await changeCase(shop.agent, id, { conversation: "resolved" });
    expect(await standing([id])).toMatchObject([{ conversation: "resolved", next_reply_due_at: null }]);
    expect(await undoChange(shop.agent, undoId)).toEqual({ done: 1, skipped: [] });
    expect(await standing([id])).toEqual(before);
  });

  it("an undo leaves alone what somebody changed meanwhile, says which, and works once and for its author alone", async () => {
    const ids = await some({ split: "unassigned" }, 0, 3);
    const { undoId = "" } = await change(ids, { act: "assign", memberId: shop.agent.userId });
    await changeCases(shop.lead, bulkInput.parse({ act: "label", caseIds: ids[1], label: "urgent" }));
    await expect(undoChange(shop.lead, undoId)).rejects.toThrow("taken back already");
    const undone = await undoChange(shop.agent, undoId);
    expect(undone.done).toBe(2);
    expect(undone.skipped).toEqual([
      { number: expect.any(Number), reason: "Somebody changed it meanwhile." },
    ]);
    const [left] = await standing(ids.slice(1, 2));
    expect(left).toMatchObject({
      assignee_id: shop.agent.userId,
      labels: expect.arrayContaining(["urgent"]),
    });
    await expect(undoChange(shop.agent, undoId)).rejects.toThrow("taken back already");
  });

  it("of two undos at once one does it", async () => {
    const { undoId = "" } = await change(await some({}, 0, 5), { act: "label", label: "twice" });
    const undos = await Promise.allSettled([undoChange(shop.agent, undoId), undoChange(shop.agent, undoId)]);
    expect(undos.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("two people changing the same cases at once both get through", async () => {
    const ids = await some({}, 0, 40);
    const lead = bulkInput.parse({ act: "label", label: "from lea", caseIds: ids.toReversed().join(",") });
    const reports = await Promise.all([
      change(ids, { act: "label", label: "from ana" }),
      changeCases(shop.lead, lead),
    ]);
    expect(reports.map(({ done }) => done)).toEqual([40, 40]);
  });

  it("what may not be changed stays as it is, with the reason", async () => {
    const [waiting] = await some({ q: "is:awaiting-approval status:open" }, 0, 1);
    expect((await change([waiting ?? ""], { act: "resolve" })).skipped[0]?.reason).toContain("approval");
    const viewer = { ...shop.agent, role: "viewer" } as const;
    const report = await changeCases(viewer, bulkInput.parse({ act: "label", label: "x", caseIds: waiting }));
    expect([report.done, report.skipped[0]?.reason, report.undoId]).toEqual([
      0,
      expect.stringContaining("viewer"),
      undefined,
    ]);
  });

  it("takes 200 cases at most, and no id twice", () => {
    const ids = Array.from({ length: 201 }, () => newId());
    expect(bulkInput.safeParse({ act: "resolve", caseIds: ids.join(",") }).success).toBe(false);
    expect(bulkInput.safeParse({ act: "resolve", caseIds: "" }).success).toBe(false);
    expect(bulkInput.parse({ act: "resolve", caseIds: `${ids[0]},${ids[0]}` }).caseIds).toHaveLength(1);
  });
});

it("a snoozed case wakes when its time comes, a resolved one closes after a week unless somebody is still needed", async () => {
  const rows = (await list(shop.agent, { q: "status:open" })).rows.slice(0, 4).map(({ id }) => id);
  const [sleeper = "", done = "", fresh = "", stuck = ""] = rows;
  await owner`update makegood.cases set conversation = 'snoozed', snoozed_until = now() - interval '1 second' where id = ${sleeper}`;
  await owner`update makegood.cases set conversation = 'resolved', resolved_at = now() - interval '8 days',
    needs_attention = 0, decision = 'none' where id in ${owner([done, stuck])}`;
  await owner`update makegood.cases set needs_attention = 1 where id = ${stuck}`;
  await owner`update makegood.cases set conversation = 'resolved', resolved_at = now() where id = ${fresh}`;
  await tendCases(shop.tenantId);
  await tendCases(shop.tenantId);
  const found = await owner<{ id: string; conversation: string }[]>`
    select id, conversation from makegood.cases where id in ${owner(rows)}`;
  const states = new Map(found.map(({ id, conversation }) => [id, conversation]));
  expect(rows.map((id) => states.get(id))).toEqual(["open", "closed", "resolved", "resolved"]);
});

it("views are one's own or shared, and only their owner changes them", async () => {
  const id = await createView(shop.agent, { name: "Late lamps", query: "lamp tag:late", isShared: false });
  expect((await listViews(shop.agent)).map(({ name, isOwn }) => [name, isOwn])).toEqual([
    ["Late lamps", true],
  ]);
  expect(await listViews(shop.lead)).toEqual([]);
  await changeView(shop.agent, { viewId: id, name: "Lamps", isShared: true });
  expect((await listViews(shop.lead)).map(({ name, isOwn }) => [name, isOwn])).toEqual([["Lamps", false]]);
  expect(await listViews(stranger.agent)).toEqual([]);
  await expect(changeView(shop.lead, { viewId: id, name: "Mine", isShared: false })).rejects.toThrow(
    "no such view",
  );
  await expect(deleteView(stranger.agent, id)).rejects.toThrow("no such view");
  await deleteView(shop.agent, id);
  expect(await listViews(shop.agent)).toEqual([]);
});
