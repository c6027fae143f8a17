import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { proposeRefund } from "@/lib/modules/decisions/commands";
import { grantKey } from "@/lib/testing/api-keys";
import { documentOf } from "@/lib/testing/facts";
import { publishDocument } from "@/lib/testing/policies";
import { createShop, type OpenCase, openCase, owner, refundOf, type Shop } from "@/lib/testing/shop";
import { call } from "./checked-call";

let shop: Shop;
let key: string;

beforeEach(async () => {
  shop = await createShop();
  key = await grantKey(shop.tenantId);
});
afterAll(() => owner.end());

const propose = (opened: OpenCase, more: object = {}) =>
  call("POST", `/api/v1/cases/${opened.caseId}/decisions`, {
    key,
    body: {
      caseVersion: 1,
      lines: opened.lines.map(({ id }) => ({ orderLineId: id, quantity: 1 })),
      reasonCode: "changed_mind",
      rationale: "They do not want it any more.",
      ...more,
    },
  });

const orderOf = async ({ orderId }: OpenCase): Promise<string> =>
  (await owner`select external_id from makegood.orders where id = ${orderId}`)[0]?.external_id;

describe("what the policy answers", () => {
  it("is a problem with the whole trace when it denies, and the same as asking it", async () => {
    await publishDocument(shop.tenantId, documentOf({ kind: "order_status", statuses: ["pending"] }));
    const opened = await openCase(shop, [4_210]);
    const denied = await propose(opened);
    expect(denied).toMatchObject({
      status: 422,
      json: {
        code: "policy_denied",
        trace: { verdict: "deny", capMinor: 0, citations: [{ clauseId: "clause-0" }] },
      },
    });
    const [line] = await owner<{ item: string }[]>`
      select external_id as item from makegood.order_lines where order_id = ${opened.orderId}`;
    const asked = await call("POST", "/api/v1/policy/evaluate", {
      key,
      body: {
        orderNumber: await orderOf(opened),
        action: "return",
        reason: "no longer needed",
        lines: [{ itemId: line?.item, quantity: 1 }],
      },
    });
    const { rules, verdict } = (denied.json as { trace: { rules: object[]; verdict: string } }).trace;
    expect(asked).toMatchObject({
      status: 200,
      json: { verdict, rules: rules.map((rule) => ({ ...rule, facts: expect.any(Array) })) },
    });
  });

  it("names what is missing when it needs to know more", async () => {
    await publishDocument(shop.tenantId, documentOf({ kind: "condition", accepted: ["unused"] }));
    expect(await propose(await openCase(shop, [4_210]))).toMatchObject({
      status: 422,
      json: { code: "policy_needs_info", trace: { verdict: "need_info", needs: ["condition"] } },
    });
  });

  it("more than it allows is refused with the amount it does allow", async () => {
    await publishDocument(
      shop.tenantId,
      documentOf({ kind: "cap", per: "refund", amounts: { USD: 4_000 }, cuts: true }),
    );
    const opened = await openCase(shop, [4_210]);
    expect(await propose(opened)).toMatchObject({
      status: 422,
      json: {
        code: "policy_denied",
        detail: "The policy allows at most $40.00 here.",
        trace: { capMinor: 4_000 },
      },
    });
    expect(await propose(opened, { linesTotalMinor: 4_000 })).toMatchObject({ status: 201 });
  });

  it("a destination that is somebody else's is refused by its field", async () => {
    const opened = await openCase(shop, [4_210]);
    expect(await propose(opened, { methodId: opened.chargeId })).toMatchObject({
      status: 422,
      json: { code: "invalid", errors: [{ path: "methodId" }] },
    });
  });
});

describe("what a key with the right to approve may say to a person's proposal", () => {
  const waiting = async () => {
    const opened = await openCase(shop, [30_000]);
    return proposeRefund(shop.agent, refundOf(opened, [0]));
  };
  const note = "Because the shop says so.";
  const act = (id: string, name: string) =>
    call("POST", `/api/v1/decisions/${id}/${name}`, {
      key,
      body: name === "deny" ? { note, customerReason: "It was not broken." } : { note },
    });

  it.each([
    ["approve", "approved"],
    ["deny", "denied"],
    ["return", "returned"],
  ])("%s makes it %s", async (name, state) => {
    expect(await act((await waiting()).id, name)).toMatchObject({ status: 200, json: { state } });
  });

  it("an approved one is not its own to revoke, a denied one may be appealed once", async () => {
    const decision = await waiting();
    await act(decision.id, "approve");
    expect(await act(decision.id, "revoke")).toMatchObject({ status: 403 });
    const other = await waiting();
    await act(other.id, "deny");
    expect(await act(other.id, "appeal")).toMatchObject({ status: 200, json: { state: "appealed" } });
    expect(await act(other.id, "appeal")).toMatchObject({ status: 409 });
  });

  it("what a program proposed waits for a person", async () => {
    const opened = await openCase(shop, [30_000]);
    const proposed = await propose(opened);
    expect(proposed).toMatchObject({ status: 201, json: { state: "awaiting_approval" } });
    const other = await grantKey(shop.tenantId);
    const { id } = proposed.json as { id: string };
    const answer = await call("POST", `/api/v1/decisions/${id}/approve`, { key: other, body: {} });
    expect(answer).toMatchObject({ status: 403, json: { code: "forbidden" } });
  });

  it("its own decision it may take back as long as nothing is paid", async () => {
    const opened = await openCase(shop, [1_000]);
    const proposed = await propose(opened);
    expect(proposed).toMatchObject({ status: 201, json: { state: "approved" } });
    const { id } = proposed.json as { id: string };
    expect(await act(id, "revoke")).toMatchObject({ status: 200, json: { state: "revoked" } });
  });
});

describe("goods that a refund waits for", () => {
  const path = (id: string) => `/api/v1/decisions/${id}/goods-back`;
  it("are back when the shop's own system says so, once, and no key of an AI does", async () => {
    const waits = await createShop();
    await publishDocument(
      waits.tenantId,
      documentOf({ kind: "return_required", actions: ["return"], exceptReasons: ["damaged"] }),
    );
    const opened = await openCase(waits, [3_000]);
    const refund = { ...refundOf(opened, [0]), reasonCode: "changed_mind" as const };
    const { id } = await proposeRefund(waits.agent, refund);
    const [own, ai] = [await grantKey(waits.tenantId), await grantKey(waits.tenantId, { isAi: true })];
    const held = async () =>
      Number(
        (
          await owner`
        select count(*)::int as held from makegood.refund_holds h
        join makegood.refunds r on r.tenant_id = h.tenant_id and r.id = h.refund_id
        where r.decision_id = ${id} and h.lifted_at is null`
        )[0]?.held,
      );
    expect(await call("POST", path(id), { key: ai, body: {} })).toMatchObject({ status: 403 });
    expect(await held()).toBe(1);
    const answers = await Promise.all([1, 2, 3].map(() => call("POST", path(id), { key: own, body: {} })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    expect(await held()).toBe(0);
  });
});

describe("the decisions of a case", () => {
  it("come in pages, the newest first, each once", async () => {
    const opened = await openCase(shop, [1_000, 1_000, 1_000]);
    const made: string[] = [];
    for (const index of [0, 1, 2]) {
      const [row] = await owner`select version from makegood.cases where id = ${opened.caseId}`;
      made.push((await proposeRefund(shop.finance, refundOf(opened, [index], Number(row?.version)))).id);
    }
    const path = `/api/v1/cases/${opened.caseId}/decisions`;
    const seen: string[] = [];
    let cursor: unknown = "";
    do {
      const { json } = await call("GET", `${path}?limit=2${cursor ? `&cursor=${cursor}` : ""}`, { key });
      seen.push(...(json.data as { id: string }[]).map(({ id }) => id));
      cursor = json.nextCursor;
    } while (cursor);
    expect(seen).toEqual(made.toReversed());
    for (const query of ["limit=0", "limit=101", "cursor=1", "page=2"]) {
      expect((await call("GET", `${path}?${query}`, { key })).status).toBe(422);
    }
  });
});
