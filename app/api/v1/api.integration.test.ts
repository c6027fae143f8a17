import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createApiKey } from "@/lib/modules/access/api-key-format";
import { newId } from "@/lib/platform/ids";
import { grantKey } from "@/lib/testing/api-keys";
import { createShop, type OpenCase, openCase, owner, refundOf, type Shop } from "@/lib/testing/shop";
import { PUT as anywhere } from "./[...path]/route";
import { POST as decide, PUT as putDecisions } from "./cases/[caseId]/decisions/route";
import { GET as readCase } from "./cases/[caseId]/route";
import { GET as listCases } from "./cases/route";
import { caseList, caseResource } from "./contract/cases";
import { decisionResource } from "./contract/decisions";
import { operations } from "./contract/operations";
import { problemDocument } from "./contract/shared";
import { GET as describeApi } from "./openapi.json/route";

const site = "http://localhost";
let shop: Shop;
let key: string;

type KeyState = Readonly<{ revokedAt?: Date; expiresAt?: Date }>;
const createKey = (tenantId: string, scopes: readonly string[], state: KeyState = {}): Promise<string> =>
  grantKey(tenantId, { scopes, isAi: true, ...state });

beforeAll(async () => {
  shop = await createShop();
  key = await createKey(shop.tenantId, ["case:read", "decision:propose"]);
});
afterAll(() => owner.end());

const params = <Params>(values: Params) => ({ params: Promise.resolve(values) });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const list = (query = "", headers: HeadersInit = bearer(key)) =>
  listCases(new Request(`${site}/api/v1/cases${query}`, { headers }), params({}));
const read = (caseId: string, token = key) =>
  readCase(new Request(`${site}/api/v1/cases/${caseId}`, { headers: bearer(token) }), params({ caseId }));

function propose(caseId: string, body: unknown, headers: Record<string, string> = {}) {
  const request = new Request(`${site}/api/v1/cases/${caseId}/decisions`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": newId(), ...bearer(key), ...headers },
    body: typeof body === "string" || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
  });
  return decide(request, params({ caseId }));
}

const bodyFor = (opened: OpenCase) => {
  // Paying by hand is the desk's alone.
  const { caseId: _, isByHand: __, ...body } = refundOf(opened, [0]);
  return body;
};

async function expectProblem(answer: Response, status: number, code: string) {
  const problem = problemDocument.parse(await answer.json());
  expect(problem).toMatchObject({ status, code });
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.headers.get("x-request-id")).toBe(problem.requestId);
  return problem;
}

async function countDecisions(caseId: string): Promise<number> {
  const rows = await owner`select id from makegood.decisions where case_id = ${caseId}`;
  return rows.length;
}

describe("who asks", () => {
  const foreign = createApiKey();
  it.each([
    ["no key", {}],
    ["another scheme", { authorization: "Basic abc" }],
    ["no key of ours", bearer("mg_live_nonsense")],
    ["a key with a typing error", bearer(`${foreign.slice(0, -1)}${foreign.endsWith("a") ? "b" : "a"}`)],
    ["a well-formed key that nobody has", bearer(foreign)],
    ["two keys", bearer(`${foreign} ${foreign}`)],
  ])("%s is answered with 401", async (_what, headers) => {
    const answer = await list("", headers as HeadersInit);
    expect(answer.headers.get("www-authenticate")).toContain("Bearer");
    await expectProblem(answer, 401, "unauthenticated");
  });

  it.each([
    ["revoked", { revokedAt: new Date() }],
    ["expired", { expiresAt: new Date(Date.now() - 1_000) }],
  ])("a key that is %s is answered with 401", async (_what, change) => {
    const ended = await createKey(shop.tenantId, ["case:read"], change);
    await expectProblem(await list("", bearer(ended)), 401, "unauthenticated");
  });

  it("a key without the scope is answered with 403 and decides nothing", async () => {
    const opened = await openCase(shop, [4_210]);
    const reader = await createKey(shop.tenantId, ["case:read"]);
    await expectProblem(await propose(opened.caseId, bodyFor(opened), bearer(reader)), 403, "forbidden");
    expect(await countDecisions(opened.caseId)).toBe(0);
  });

  it("a key sees nothing of another tenant", async () => {
    const opened = await openCase(shop, [4_210]);
    const other = await createShop();
    const stranger = await createKey(other.tenantId, ["case:read", "decision:propose"]);
    await expectProblem(await read(opened.caseId, stranger), 404, "not_found");
    await expectProblem(await propose(opened.caseId, bodyFor(opened), bearer(stranger)), 404, "not_found");
    expect(caseList.parse(await (await list("", bearer(stranger))).json()).data).toEqual([]);
    expect(await countDecisions(opened.caseId)).toBe(0);
  });

  it("a key that asks too often is told when to come back", async () => {
    const busy = await createKey(shop.tenantId, ["case:read"]);
    const answers = await Promise.all(Array.from({ length: 310 }, () => list("?limit=1", bearer(busy))));
    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused).toHaveLength(10);
    expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await list()).status).toBe(200);
  });
});

describe("reading cases", () => {
  it("pages through every case once, newest first", async () => {
    const own = await createShop();
    const token = await createKey(own.tenantId, ["case:read"]);
    const opened = [];
    for (let i = 0; i < 5; i += 1) opened.push((await openCase(own, [1_000])).caseId);
    const seen: string[] = [];
    let cursor = "";
    do {
      const page = caseList.parse(await (await list(`?limit=2${cursor}`, bearer(token))).json());
      seen.push(...page.data.map((row) => row.id));
      cursor = page.nextCursor ? `&cursor=${encodeURIComponent(page.nextCursor)}` : "";
    } while (cursor);
    expect(seen).toEqual(opened.reverse());
  });

  it.each([
    ["?limit=0", "limit"],
    ["?limit=101", "limit"],
    ["?limit=x", "limit"],
    ["?limit=1&limit=2", "limit"],
    ["?split=everything", "split"],
    ["?sort=amount", "sort"],
  ])("%s is refused with the parameter's name", async (query, path) => {
    const problem = await expectProblem(await list(query), 422, "invalid");
    expect(problem.errors?.[0]?.path).toBe(path);
  });

  it("a case shows what is needed to decide about it", async () => {
    const opened = await openCase(shop, [4_210, 990]);
    const found = caseResource.parse(await (await read(opened.caseId)).json());
    expect(found).toMatchObject({
      version: 1,
      order: {
        lines: [{ id: opened.lines[0]?.id, unitPrice: { minor: 4_210, currency: "USD" } }, {}],
        refundable: { minor: 5_200, currency: "USD" },
      },
    });
  });

  it("no case of that id is answered with 404", async () => {
    await expectProblem(await read(newId()), 404, "not_found");
  });

  it.each([["not-an-id"], ["../../etc/passwd"], ["\u0000"], [`${newId()}'`], ["1"], [""]])(
    "what cannot be an id, %j, is answered with 400",
    async (id) => {
      await expectProblem(await read(id), 400, "invalid_id");
    },
  );
});

describe("proposing a refund", () => {
  it("decides once per Idempotency-Key and answers a repeat byte by byte", async () => {
    const opened = await openCase(shop, [4_210]);
    const headers = { "idempotency-key": newId() };
    const first = await propose(opened.caseId, bodyFor(opened), headers);
    const again = await propose(opened.caseId, bodyFor(opened), headers);
    const text = await first.text();
    expect(first.status).toBe(201);
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    expect(decisionResource.parse(JSON.parse(text))).toMatchObject({
      caseId: opened.caseId,
      state: "approved",
      amount: { minor: 4_210, currency: "USD" },
    });
    expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
    expect(await again.text()).toBe(text);
    expect(await countDecisions(opened.caseId)).toBe(1);
  });

  it("above what an AI may decide alone it waits for a person", async () => {
    const opened = await openCase(shop, [30_000]);
    const answer = decisionResource.parse(await (await propose(opened.caseId, bodyFor(opened))).json());
    expect(answer.state).toBe("awaiting_approval");
  });

  it("a key that comes again with another body is refused", async () => {
    const opened = await openCase(shop, [4_210]);
    const headers = { "idempotency-key": newId() };
    await propose(opened.caseId, bodyFor(opened), headers);
    const changed = { ...bodyFor(opened), rationale: "Another reason altogether." };
    await expectProblem(await propose(opened.caseId, changed, headers), 422, "idempotency_key_reused");
  });

  it("ten requests with one key at the same moment decide once", async () => {
    const opened = await openCase(shop, [4_210]);
    const headers = { "idempotency-key": newId() };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => propose(opened.caseId, bodyFor(opened), headers)),
    );
    const [decided, waiting] = [201, 409].map((status) =>
      answers.filter((answer) => answer.status === status),
    );
    expect(decided).not.toHaveLength(0);
    expect((decided?.length ?? 0) + (waiting?.length ?? 0)).toBe(10);
    for (const answer of waiting ?? []) await expectProblem(answer, 409, "idempotency_in_flight");
    expect(await countDecisions(opened.caseId)).toBe(1);
  });

  it("what was refused may be corrected and sent again with the same key", async () => {
    const opened = await openCase(shop, [4_210]);
    const headers = { "idempotency-key": newId() };
    const stale = { ...bodyFor(opened), caseVersion: 7 };
    await expectProblem(await propose(opened.caseId, stale, headers), 409, "conflict");
    expect((await propose(opened.caseId, bodyFor(opened), headers)).status).toBe(201);
  });

  it.each([
    ["without a key", { "idempotency-key": "" }, 400, "idempotency_key_missing"],
    ["with a key that is too long", { "idempotency-key": "k".repeat(256) }, 400, "idempotency_key_invalid"],
    ["with a key with a space", { "idempotency-key": "two words" }, 400, "idempotency_key_invalid"],
    ["as a form", { "content-type": "application/x-www-form-urlencoded" }, 415, "unsupported_media_type"],
  ])("%s is refused", async (_what, headers, status, code) => {
    const opened = await openCase(shop, [4_210]);
    await expectProblem(await propose(opened.caseId, bodyFor(opened), headers), status, code);
    expect(await countDecisions(opened.caseId)).toBe(0);
  });

  it.each([
    ["half a document", '{"caseVersion":1,', 400, "not_json"],
    ["nothing", "", 400, "not_json"],
    ["bytes that are not UTF-8", new Uint8Array([0x22, 0xff, 0x22]), 400, "not_json"],
    ["a NUL", '{"rationale":"a\\u0000b"}', 400, "unstorable_text"],
    ["half a surrogate pair", '{"rationale":"\\ud800"}', 400, "unstorable_text"],
    ["70 KiB", `"${"x".repeat(70 * 1024)}"`, 413, "too_large"],
    ["a list", "[]", 422, "invalid"],
    ["null", "null", 422, "invalid"],
  ])("a body of %s is refused", async (_what, body, status, code) => {
    const opened = await openCase(shop, [4_210]);
    await expectProblem(await propose(opened.caseId, body), status, code);
  });

  it.each<[string, (opened: OpenCase) => object, string]>([
    ["a version in quotes", () => ({ caseVersion: "1" }), "caseVersion"],
    ["no lines", () => ({ lines: [] }), "lines"],
    ["a line that is no id", () => ({ lines: [{ orderLineId: "x", quantity: 1 }] }), "lines.0.orderLineId"],
    [
      "half a piece",
      (opened) => ({ lines: [{ orderLineId: opened.lines[0]?.id, quantity: 0.5 }] }),
      "lines.0.quantity",
    ],
    [
      "minus one piece",
      (opened) => ({ lines: [{ orderLineId: opened.lines[0]?.id, quantity: -1 }] }),
      "lines.0.quantity",
    ],
    ["a reason nobody knows", () => ({ reasonCode: "because" }), "reasonCode"],
    ["an amount of the sender's own", () => ({ amountMinor: 1 }), "amountMinor"],
    ["an actor of the sender's own", () => ({ actor: { role: "finance" } }), "actor"],
  ])("%s is refused with the field's path", async (_what, change, path) => {
    const opened = await openCase(shop, [4_210]);
    const answer = await propose(opened.caseId, { ...bodyFor(opened), ...change(opened) });
    const problem = await expectProblem(answer, 422, "invalid");
    expect(problem.errors?.map((error) => error.path)).toContain(path);
    expect(await countDecisions(opened.caseId)).toBe(0);
  });
});

describe("what there is not", () => {
  it("another method is answered with 405 and those there are", async () => {
    const answer = await putDecisions(new Request(site));
    expect(answer.headers.get("allow")).toBe("GET, POST");
    await expectProblem(answer, 405, "method_not_allowed");
  });

  it("another address is answered with 404", async () => {
    await expectProblem(await anywhere(new Request(site)), 404, "not_found");
  });
});

it("the description names every operation and resolves every reference", async () => {
  const text = await describeApi().text();
  const document = z
    .object({
      openapi: z.literal("3.1.0"),
      paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string() }))),
      components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
    })
    .parse(JSON.parse(text));
  const described = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect(described.sort()).toEqual(operations.map(({ operationId }) => operationId).sort());
  const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference);
  expect(references.length).toBeGreaterThan(10);
  for (const reference of references) {
    expect(document.components.schemas).toHaveProperty(reference?.replace("#/components/schemas/", "") ?? "");
  }
});
