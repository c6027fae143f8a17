import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { grantKey } from "@/lib/testing/api-keys";
import { badIds, badMoney, badTexts, oddTexts } from "@/lib/testing/bad-inputs";
import { createShop, openCase, owner, type Shop } from "@/lib/testing/shop";
import { call } from "./checked-call";
import { operations } from "./contract/operations";
import { type SampleIds, sampleOf } from "./sample-bodies";

let shop: Shop;
let key: string;
let ids: SampleIds;

beforeAll(async () => {
  shop = await createShop();
  key = await grantKey(shop.tenantId);
  const opened = await openCase(shop, [5_000]);
  const waiting = await openCase(shop, [30_000]);
  const [row] = await owner`select external_id as number from makegood.orders where id = ${opened.orderId}`;
  const decided = await call("POST", `/api/v1/cases/${waiting.caseId}/decisions`, {
    key,
    body: {
      caseVersion: 1,
      lines: [{ orderLineId: waiting.lines[0]?.id, quantity: 1 }],
      reasonCode: "damaged",
      rationale: "It arrived broken.",
    },
  });
  const orderLineId = opened.lines[0]?.id ?? "";
  ids = {
    orderNumber: row?.number,
    itemId: orderLineId,
    orderLineId,
    caseId: opened.caseId,
    decisionId: String(decided.json.id),
    unique: newId(),
  };
});
afterAll(() => owner.end());

/** Everything that money depends on. */
const money = async (): Promise<string> =>
  JSON.stringify(
    await owner`select
      (select jsonb_agg(to_jsonb(c) order by c.id) from makegood.charges c where c.tenant_id = ${shop.tenantId}) as charges,
      (select jsonb_agg(to_jsonb(d) order by d.id) from makegood.decisions d where d.tenant_id = ${shop.tenantId}) as decisions,
      (select jsonb_agg(to_jsonb(r) order by r.id) from makegood.refunds r where r.tenant_id = ${shop.tenantId}) as refunds`,
  );

const writing = operations.filter(({ body }) => body !== undefined);
const named = writing.map((operation) => [operation.operationId, operation] as const);

type Leaf = Readonly<{ path: readonly (string | number)[]; value: unknown }>;
function leavesOf(value: unknown, path: Leaf["path"] = []): Leaf[] {
  if (typeof value !== "object" || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]));
}

/** The body as text, with `raw` in place of one field. */
function spoil(body: object, { path }: Leaf, raw: string): string {
  const copy = structuredClone(body) as Record<string, unknown>;
  let at = copy;
  for (const name of path.slice(0, -1)) at = at[name] as Record<string, unknown>;
  at[path.at(-1) ?? ""] = "@@";
  return JSON.stringify(copy).replace('"@@"', () => raw);
}

describe.each(named)("%s", (_name, operation) => {
  // Each operation has the minute of a key for itself.
  beforeAll(async () => {
    key = await grantKey(shop.tenantId);
  });
  const send = (body: string | Uint8Array, headers: Record<string, string> = {}, token = key) =>
    call(operation.method.toUpperCase(), sampleOf(operation, ids).path, { key: token, body, headers });

  it("refuses what is no amount, no count and no text in every field, and changes no money", async () => {
    const { body } = sampleOf(operation, ids);
    const before = await money();
    for (const leaf of leavesOf(body)) {
      const token = await grantKey(shop.tenantId);
      const bad =
        typeof leaf.value === "number" ? badMoney : typeof leaf.value === "string" ? badTexts : ["1", '"x"'];
      for (const raw of bad) {
        const { status } = await send(spoil(body, leaf, raw), {}, token);
        expect([leaf.path.join("."), raw.slice(0, 40), [400, 413, 422].includes(status)]).toEqual([
          leaf.path.join("."),
          raw.slice(0, 40),
          true,
        ]);
      }
    }
    expect(await money()).toBe(before);
  });

  it("takes or refuses odd texts, and never breaks on one", async () => {
    for (const [index, text] of oddTexts.entries()) {
      const token = await grantKey(shop.tenantId);
      const sample = sampleOf(operation, { ...ids, decisionId: newId(), caseId: newId(), unique: newId() });
      for (const leaf of leavesOf(sample.body).filter(({ value }) => typeof value === "string")) {
        const answer = await call(operation.method.toUpperCase(), sample.path, {
          key: token,
          body: spoil(sample.body, leaf, JSON.stringify(text)),
        });
        expect([index, answer.status < 500]).toEqual([index, true]);
      }
    }
  });

  it.each([
    ["a field twice", (text: string) => text.replace("{", '{"note":"a","note":"b",'), 400, "duplicate_key"],
    [
      "a field twice, once escaped",
      (text: string) => text.replace("{", '{"a":1,"\\u0061":2,'),
      400,
      "duplicate_key",
    ],
    ["__proto__", (text: string) => text.replace("{", '{"__proto__":{"isAdmin":true},'), 422, "invalid"],
    ["constructor", (text: string) => text.replace("{", '{"constructor":{"prototype":{}},'), 422, "invalid"],
    ["toString", (text: string) => text.replace("{", '{"toString":"x",'), 422, "invalid"],
    ["a tenant of its own", (text: string) => text.replace("{", '{"tenantId":"x",'), 422, "invalid"],
    ["a column's name", (text: string) => text.replace("{", '{"tenant_id":"x",'), 422, "invalid"],
    ["an approver", (text: string) => text.replace("{", '{"approvedBy":"x",'), 422, "invalid"],
    ["captured money", (text: string) => text.replace("{", '{"amountCaptured":1,'), 422, "invalid"],
    ["a NUL in a name", (text: string) => text.replace("{", '{"a\\u0000b":1,'), 400, "unstorable_text"],
    [
      "21 levels",
      (text: string) => text.replace("{", `{"x":${"[".repeat(20)}${"]".repeat(20)},`),
      400,
      "too_deep",
    ],
    ["10,000 levels", () => `${"[".repeat(10_000)}${"]".repeat(10_000)}`, 400, "too_deep"],
    ["30,000 levels without an end", () => "[".repeat(30_000), 400, "not_json"],
    ["30,000 items", () => `[${"1,".repeat(29_999)}1]`, 422, "invalid"],
    ["70 KiB", () => JSON.stringify("x".repeat(70 * 1_024)), 413, "too_large"],
    ["NaN", () => '{"version":NaN}', 400, "not_json"],
    ["a byte order mark", (text: string) => `\ufeff${text}`, 400, "not_json"],
    ["nothing", () => "", 400, "not_json"],
    ["null", () => "null", 422, "invalid"],
    ["a text", () => '"x"', 422, "invalid"],
  ] as const)("refuses %s", async (_what, change, status, code) => {
    const { body } = sampleOf(operation, ids);
    const before = await money();
    const answer = await send(change(JSON.stringify(body)));
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    expect(await money()).toBe(before);
  });

  it.each([
    [{ "content-type": "text/plain" }],
    [{ "content-type": "application/x-www-form-urlencoded" }],
    [{ "content-type": "multipart/form-data; boundary=x" }],
    [{ "content-type": "application/xml" }],
    [{ "content-type": "application/json; charset=utf-16" }],
    [{ "content-encoding": "gzip" }],
    [{ "content-encoding": "identity" }],
  ])("refuses a body sent as %j", async (headers) => {
    const body = JSON.stringify(sampleOf(operation, ids).body);
    expect(await send(body, headers)).toMatchObject({
      status: 415,
      json: { code: "unsupported_media_type" },
    });
  });

  it("refuses bytes that are not UTF-8", async () => {
    const bytes = new Uint8Array([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xc3, 0x28, 0x22, 0x7d]);
    expect(await send(bytes)).toMatchObject({ status: 400, json: { code: "not_json" } });
  });
});

describe("ids in addresses", () => {
  const withId = operations.filter(({ path }) => /\{(case|decision)Id\}/.test(path));
  it.each(withId.map((operation) => [operation.operationId, operation] as const))(
    "%s refuses what cannot be one",
    async (_name, operation) => {
      const token = await grantKey(shop.tenantId);
      for (const id of badIds) {
        const answer = await call(
          operation.method.toUpperCase(),
          operation.path.replace(/\{\w+\}/, encodeURIComponent(id)),
          {
            key: token,
            ...(operation.body ? { body: sampleOf(operation, ids).body } : {}),
          },
        );
        expect([id, answer.status, answer.json.code]).toEqual([id, 400, "invalid_id"]);
      }
    },
  );

  it("are the same in capital letters", async () => {
    const answer = await call("GET", `/api/v1/cases/${ids.caseId.toUpperCase()}`, { key });
    expect(answer).toMatchObject({ status: 200, json: { id: ids.caseId } });
  });

  it.each(["%00", "%ED%A0%80", "%zz", "%20", "x".repeat(121), "a%00b"])(
    "an order's number cannot be %s",
    async (part) => {
      for (const method of ["GET", "PUT"]) {
        const sent = method === "PUT" ? { body: {} } : {};
        expect(await call(method, `/api/v1/orders/${part}`, { key, ...sent })).toMatchObject({
          status: 400,
          json: { code: "invalid_id" },
        });
      }
    },
  );
});

describe("queries", () => {
  const lists = operations.filter(({ query }) => query !== undefined);
  it.each(lists.map(({ path }) => path))("of %s are checked", async (template) => {
    const path = template.replace("{caseId}", ids.caseId);
    const token = await grantKey(shop.tenantId);
    for (const query of [
      ...[
        "limit=0",
        "limit=101",
        "limit=-1",
        "limit=1.5",
        "limit=x",
        "limit=1&limit=2",
        "limit=1e9",
        "limit[]=1",
      ],
      ...[
        "cursor=%00",
        "unknown=1",
        "__proto__=1",
        "cursor=a&cursor=b",
        `cursor=${"x".repeat(201)}`,
        "a%00b=1",
      ],
    ]) {
      const { status } = await call("GET", `${path}?${query}`, { key: token });
      expect([query, [400, 422].includes(status)]).toEqual([query, true]);
    }
    for (const cursor of ["x", "2026-99-99T99:99:99.999999Z_x", newId(), "';--", "١"]) {
      const { status } = await call("GET", `${path}?cursor=${encodeURIComponent(cursor)}`, { key: token });
      expect([cursor, [200, 422].includes(status)]).toEqual([cursor, true]);
    }
  });
});

it.each(["3", '"0"', '"-1"', 'W/"1"', '"1","2"', '"1e2"', '"99999999999"', "*"])(
  "If-Match %s is refused",
  async (version) => {
    const path = `/api/v1/decisions/${ids.decisionId}/withdraw`;
    const token = await grantKey(shop.tenantId);
    const answer = await call("POST", path, { key: token, body: {}, headers: { "if-match": version } });
    expect(answer).toMatchObject({ status: 400, json: { code: "if_match_invalid" } });
  },
);
