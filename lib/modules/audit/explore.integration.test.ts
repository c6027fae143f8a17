import { afterAll, beforeEach, expect, it } from "vitest";
import { asActor } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { createShop, type OpenCase, openCase, owner, type Shop } from "@/lib/testing/shop";
import { recordAudit } from "./audit";
import { auditExportQuery, exportAudit } from "./export";
import { sealAudit } from "./jobs";
import { exploreAudit, listActions } from "./queries";
import { auditExplorerQuery } from "./schema";
import { verifyPart } from "./verify-part";

let shop: Shop;
let opened: OpenCase;
const decisionId = newId();
beforeEach(async () => {
  shop = await createShop();
  opened = await openCase(shop, [1_000]);
  const act = (actor: typeof shop.lead, action: string, more: object = {}) =>
    asActor(actor, (tx) =>
      recordAudit(tx, actor, { action, subjectType: "decision", subjectId: decisionId, ...more }),
    );
  await act(shop.agent, "decision.proposed", { detail: { caseId: opened.caseId } });
  await act(shop.lead, "decision.approved", {
    detail: { caseId: opened.caseId },
    before: { state: "awaiting_approval" },
    after: { state: "approved" },
  });
  await act(shop.lead, "settings.updated", { subjectId: newId() });
});
afterAll(() => owner.end());

const found = async (filter: object, actor = shop.lead) =>
  (await exploreAudit(actor, auditExplorerQuery.parse(filter))).rows.map(({ action }) => action);

it("finds acts by person, act, subject, day and case number, the newest first", async () => {
  const all = ["settings.updated", "decision.approved", "decision.proposed"];
  expect(await found({})).toEqual(all);
  expect(await found({ actorId: shop.lead.userId })).toEqual(all.slice(0, 2));
  expect(await found({ action: "decision.proposed" })).toEqual(["decision.proposed"]);
  expect(await found({ subjectId: decisionId })).toEqual(all.slice(1));
  const [row] = await owner`select number from makegood.cases where id = ${opened.caseId}`;
  expect(await found({ case: String(row?.number) })).toEqual(all.slice(1));
  const today = new Date().toISOString().slice(0, 10);
  expect(await found({ from: today, to: today })).toEqual(all);
  expect(await found({ to: "2020-01-01" })).toEqual([]);
  expect(await found({ actorId: "x", case: "#12", from: "soon", action: "; drop" })).toEqual(all);
  expect(await listActions(shop.lead)).toEqual([
    "decision.approved",
    "decision.proposed",
    "settings.updated",
  ]);
});

it("turns pages without leaving out or repeating an act, and shows another shop none", async () => {
  const first = await exploreAudit(shop.lead, auditExplorerQuery.parse({}), 2);
  const second = await exploreAudit(shop.lead, auditExplorerQuery.parse({ cursor: first.nextCursor }), 2);
  expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(3);
  const stranger = await createShop();
  expect(await found({}, stranger.lead)).toEqual([]);
});

it("checks the chain part by part, and says where it was changed", async () => {
  await sealAudit(shop.tenantId);
  expect(await verifyPart(shop.lead, 0)).toEqual({
    ...{ checked: 3, upTo: 3, total: 3, unsealed: 0, erasedNames: 0 },
    ...{ broken: null, nextFrom: undefined },
  });
  expect(await verifyPart(shop.finance, 2)).toMatchObject({ checked: 1, upTo: 3, broken: null });
  await expect(verifyPart(shop.agent, 0)).rejects.toMatchObject({ code: "forbidden" });
  await owner.begin(async (sql) => {
    await sql`alter table makegood.audit_log disable trigger user`;
    await sql`
      update makegood.audit_log set detail = '{"amountMinor": 1}' where tenant_id = ${shop.tenantId} and position = 2`;
    await sql`alter table makegood.audit_log enable trigger user`;
  });
  expect((await verifyPart(shop.lead, 0)).broken).toEqual({
    position: 2,
    reason: "it was altered after it was sealed",
  });
});

it("writes out what the filter shows for who may read it, and that they did stands in the log", async () => {
  const read = async (query: object) => {
    let text = "";
    for await (const piece of await exportAudit(shop.lead, auditExportQuery.parse(query))) text += piece;
    return text.trimEnd().split(/\r?\n/);
  };
  const lines = await read({ format: "jsonl", action: "decision.approved" });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ after: { state: "approved" } }]);
  expect((await read({ subjectId: decisionId }))[0]).toContain('"actorName","action"');
  expect(await found({ action: "audit.exported" })).toHaveLength(2);
  await expect(exportAudit(shop.agent, auditExportQuery.parse({}))).rejects.toMatchObject({
    code: "forbidden",
  });
});
