import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { grantKey } from "@/lib/testing/api-keys";
import { createShop, type OpenCase, openCase, owner, type Shop } from "@/lib/testing/shop";
import { call } from "./checked-call";
import { operations } from "./contract/operations";

let shop: Shop;
let key: string;
let proposer: string;

beforeAll(async () => {
  shop = await createShop();
  key = await grantKey(shop.tenantId);
  proposer = await grantKey(shop.tenantId, {
    isAi: true,
    scopes: ["case:read", "case:write", "decision:propose"],
  });
});
afterAll(() => owner.end());

const bodyFor = (opened: OpenCase, more: object = {}) => ({
  caseVersion: 1,
  lines: opened.lines.map(({ id }) => ({ orderLineId: id, quantity: 1 })),
  reasonCode: "damaged",
  rationale: "It arrived broken, the photo shows it.",
  ...more,
});

async function propose(amountMinor: number, more: object = {}) {
  const opened = await openCase(shop, [amountMinor]);
  const answer = await call("POST", `/api/v1/cases/${opened.caseId}/decisions`, {
    key: proposer,
    body: bodyFor(opened, more),
  });
  expect(answer.status).toBe(201);
  return { opened, decision: answer.json as { id: string; state: string; version: number } };
}

const orderOf = async ({ orderId }: OpenCase): Promise<string> =>
  (await owner`select external_id from makegood.orders where id = ${orderId}`)[0]?.external_id;

describe("decisions", () => {
  it("are proposed, found by case and by id, and carry the version as an ETag", async () => {
    const { opened, decision } = await propose(30_000);
    expect(decision.state).toBe("awaiting_approval");
    const found = await call("GET", `/api/v1/decisions/${decision.id}`, { key });
    expect(found.json).toEqual(decision);
    expect(found.headers.get("etag")).toBe(`"${decision.version}"`);
    const listed = await call("GET", `/api/v1/cases/${opened.caseId}/decisions`, { key });
    expect(listed.json.data).toEqual([decision]);
    const waiting = await call("GET", "/api/v1/approvals?limit=100", { key });
    expect((waiting.json.data as { decisionId: string }[]).map((row) => row.decisionId)).toContain(
      decision.id,
    );
  });

  it("are withdrawn with the version that was read, and with another one left as they are", async () => {
    const { decision } = await propose(30_000);
    const path = `/api/v1/decisions/${decision.id}/withdraw`;
    const stale = await call("POST", path, { key: proposer, body: {}, headers: { "if-match": '"77"' } });
    expect(stale).toMatchObject({
      status: 409,
      json: { code: "conflict", current: { state: "awaiting_approval", version: decision.version } },
    });
    const current = { "if-match": `"${decision.version}"` };
    const done = await call("POST", path, { key: proposer, body: {}, headers: current });
    expect(done).toMatchObject({ status: 200, json: { state: "withdrawn", version: decision.version + 1 } });
    const again = await call("POST", path, { key: proposer, body: {} });
    expect(again).toMatchObject({ status: 409, json: { current: { state: "withdrawn" } } });
  });

  it.each(["approve", "deny", "return", "revoke", "goods-back"])("no key of an AI may %s", async (act) => {
    const { decision } = await propose(30_000);
    const ai = await grantKey(shop.tenantId, { isAi: true });
    const answer = await call("POST", `/api/v1/decisions/${decision.id}/${act}`, {
      key: ai,
      body: {
        note: "It looks right to me.",
        ...(act === "deny" ? { customerReason: "It was not broken." } : {}),
      },
    });
    expect([403, 409]).toContain(answer.status);
    expect((await call("GET", `/api/v1/decisions/${decision.id}`, { key })).json.state).toBe(
      "awaiting_approval",
    );
  });

  it("If-Match stands in for the version in the body, and may not contradict it", async () => {
    const opened = await openCase(shop, [1_000]);
    const path = `/api/v1/cases/${opened.caseId}/decisions`;
    const { caseVersion: _, ...body } = bodyFor(opened);
    const headers = { "if-match": '"1"' };
    expect(await call("POST", path, { key, body: { ...body, caseVersion: 2 }, headers })).toMatchObject({
      status: 400,
      json: { code: "if_match_invalid" },
    });
    expect(await call("POST", path, { key, body })).toMatchObject({
      status: 422,
      json: { errors: [{ path: "caseVersion" }] },
    });
    expect((await call("POST", path, { key, body, headers })).status).toBe(201);
  });
});

describe("the policy", () => {
  it("is asked without deciding anything, and a repeat is answered byte by byte", async () => {
    const opened = await openCase(shop, [4_210]);
    const body = {
      orderNumber: await orderOf(opened),
      action: "return",
      reason: "damaged",
      lines: [{ itemId: opened.lines[0]?.id, quantity: 1 }],
    };
    const headers = { "idempotency-key": newId() };
    const first = await call("POST", "/api/v1/policy/evaluate", { key, body, headers });
    const again = await call("POST", "/api/v1/policy/evaluate", { key, body, headers });
    expect(first).toMatchObject({ status: 200, json: { currency: "USD", capMinor: 4_210 } });
    expect([again.text, again.headers.get("idempotency-replayed")]).toEqual([first.text, "true"]);
    const listed = await call("GET", `/api/v1/cases/${opened.caseId}/decisions`, { key });
    expect(listed.json.data).toEqual([]);
  });
});

describe("cases", () => {
  // Test cases number themselves; those the API opens follow the highest number of the tenant.
  let own: Shop;
  let key: string;
  beforeEach(async () => {
    own = await createShop();
    key = await grantKey(own.tenantId);
  });

  it("are opened about an order, once per conversation", async () => {
    const about = await openCase(own, [4_210]);
    const body = {
      orderNumber: await orderOf(about),
      subject: "Broken",
      message: "It arrived broken 💔",
      externalId: newId(),
    };
    const opened = await call("POST", "/api/v1/cases", { key, body });
    const found = await call("GET", `/api/v1/cases/${opened.json.id}`, { key });
    expect(found.json).toMatchObject({
      subject: "Broken",
      messages: [{ kind: "customer", body: body.message }],
    });
    expect(found.headers.get("etag")).toBe('"1"');
    expect(await call("POST", "/api/v1/cases", { key, body })).toMatchObject({
      status: 409,
      json: { current: { id: opened.json.id } },
    });
  });

  it("are opened about a customer without an order, and about nothing that is not known", async () => {
    const about = await openCase(own, [4_210]);
    const words = { subject: "Hello", message: "Hello?" };
    const [{ customer }] = (await owner`
      select customer_id::text as customer from makegood.cases where id = ${about.caseId}`) as [
      { customer: string },
    ];
    const elsewhere = await orderOf(await openCase(own, [1_000]));
    const send = (body: object) => call("POST", "/api/v1/cases", { key, body: { ...words, ...body } });
    expect((await send({ customerId: customer })).status).toBe(201);
    expect((await send({})).status).toBe(422);
    expect((await send({ customerId: newId() })).status).toBe(404);
    expect((await send({ orderNumber: "#W0" })).status).toBe(404);
    expect((await send({ customerId: customer, orderNumber: elsewhere })).status).toBe(422);
  });

  it("opened at the same moment have different numbers", async () => {
    const about = await openCase(own, [4_210]);
    const body = { orderNumber: await orderOf(about), subject: "Hello", message: "Hello?" };
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => call("POST", "/api/v1/cases", { key, body })),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  });
});

describe("lists", () => {
  it.each(["/api/v1/cases", "/api/v1/approvals", "/api/v1/refunds", "/api/v1/audit"])(
    "%s pages through everything once",
    async (path) => {
      await propose(1_000);
      await propose(30_000);
      await propose(31_000);
      const whole = (await call("GET", `${path}?limit=100`, { key })).json.data as { id: string }[];
      const seen: string[] = [];
      let cursor = "";
      do {
        const page = (await call("GET", `${path}?limit=2${cursor}`, { key })).json;
        seen.push(...(page.data as { id: string }[]).map(({ id }) => id));
        cursor = page.nextCursor ? `&cursor=${encodeURIComponent(String(page.nextCursor))}` : "";
      } while (cursor && seen.length < 100);
      expect(seen.slice(0, 100)).toEqual(whole.map(({ id }) => id).slice(0, 100));
      expect(new Set(seen).size).toBe(seen.length);
    },
  );
});

const pathOf = (path: string, id: string) => path.replace(/\{\w+\}/, encodeURIComponent(id));
const sample = (operation: (typeof operations)[number], id: string) => ({
  path: pathOf(operation.path, id),
  method: operation.method.toUpperCase(),
});

// Wrong keys are counted by network.
const fromElsewhere = () => ({ "x-forwarded-for": `fd00:${newId().slice(-4)}:${newId().slice(-4)}::1` });

describe("who may not", () => {
  it.each(operations.map((operation) => [operation.operationId, operation] as const))(
    "%s refuses a key without its scope, and no key at all",
    async (_name, operation) => {
      const scopes = ["case:read", "audit:read"].filter((scope) => scope !== operation.scope);
      const weak = await grantKey(shop.tenantId, { scopes });
      const { path, method } = sample(operation, newId());
      const body = operation.body ? { body: {} } : {};
      expect(await call(method, path, { key: weak, ...body })).toMatchObject({ status: 403 });
      expect(await call(method, path, { ...body, headers: fromElsewhere() })).toMatchObject({ status: 401 });
    },
  );

  it("another tenant's ids are answered like ids that nobody has, on every route, and nothing changes", async () => {
    const { opened, decision } = await propose(30_000);
    const other = await createShop();
    const stranger = await grantKey(other.tenantId);
    const ids = { caseId: opened.caseId, decisionId: decision.id, externalId: await orderOf(opened) };
    for (const operation of operations.filter(({ path, method }) => path.includes("{") && method !== "put")) {
      const name = (/\{(\w+)\}/.exec(operation.path)?.[1] ?? "") as keyof typeof ids;
      const said = { note: "Because I say so." };
      const denial = { ...said, customerReason: "It was not broken." };
      const act = operation.operationId === "denyDecision" ? denial : said;
      const body = operation.path.endsWith("/decisions") ? bodyFor(opened) : act;
      const send = async (id: string) => {
        const { path, method } = sample(operation, id);
        const { status, json } = await call(method, path, {
          key: stranger,
          ...(operation.body ? { body } : {}),
        });
        return { status, ...json, requestId: "" };
      };
      const foreign = await send(ids[name]);
      expect(foreign).toMatchObject({ status: 404, code: "not_found" });
      expect(foreign).toEqual(await send(newId()));
    }
    const evaluate = { orderNumber: ids.externalId, action: "return" };
    expect((await call("POST", "/api/v1/policy/evaluate", { key: stranger, body: evaluate })).status).toBe(
      404,
    );
    const open = { orderNumber: ids.externalId, subject: "Mine", message: "Mine" };
    expect((await call("POST", "/api/v1/cases", { key: stranger, body: open })).status).toBe(404);
    for (const list of ["cases", "approvals", "refunds", "audit"]) {
      expect((await call("GET", `/api/v1/${list}`, { key: stranger })).json.data).toEqual([]);
    }
    expect((await call("GET", `/api/v1/decisions/${decision.id}`, { key })).json).toEqual(decision);
  });

  it("another tenant's ids inside a body decide nothing", async () => {
    const foreign = await openCase(await createShop(), [5_000]);
    const opened = await openCase(shop, [5_000]);
    const { decision } = await propose(30_000);
    const lines = [{ orderLineId: foreign.lines[0]?.id, quantity: 1 }];
    for (const more of [{ lines }, { supersedesId: decision.id }, { methodId: foreign.chargeId }]) {
      const answer = await call("POST", `/api/v1/cases/${opened.caseId}/decisions`, {
        key,
        body: bodyFor(opened, more),
      });
      expect([Object.keys(more), answer.status]).toEqual([
        Object.keys(more),
        expect.toSatisfy((status) => status >= 400),
      ]);
    }
    const listed = await call("GET", `/api/v1/cases/${opened.caseId}/decisions`, { key });
    expect(listed.json.data).toEqual([]);
  });
});

describe("methods", () => {
  const paths = [...new Set(operations.map(({ path }) => path))];
  it.each(paths)("%s names those it has to all others", async (template) => {
    const own = operations.filter(({ path }) => path === template).map(({ method }) => method.toUpperCase());
    for (const method of ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]) {
      if (own.includes(method)) continue;
      const answer = await call(method, pathOf(template, newId()), { key });
      expect(answer).toMatchObject({ status: 405, json: { code: "method_not_allowed" } });
      expect(answer.headers.get("allow")?.split(", ")).toEqual(own);
    }
  });
});
