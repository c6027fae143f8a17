import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findKeyActor } from "@/lib/modules/access/api-keys";
import { newId } from "@/lib/platform/ids";
import { grantKey } from "@/lib/testing/api-keys";
import { createShop, type OpenCase, openCase, owner, type Shop } from "@/lib/testing/shop";
import { type Answered, call } from "./checked-call";

let shop: Shop;
beforeAll(async () => {
  shop = await createShop();
});
afterAll(() => owner.end());

const bodyFor = (opened: OpenCase, lines = opened.lines) => ({
  caseVersion: 1,
  lines: lines.map(({ id }) => ({ orderLineId: id, quantity: 1 })),
  reasonCode: "damaged",
  rationale: "It arrived broken, the photo shows it.",
});
const fifty = <Result>(work: (index: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: 50 }, (_, index) => work(index)));
const count = (answers: readonly Answered[]) =>
  Object.fromEntries(
    [...new Set(answers.map(({ status }) => status))].map((status) => [
      status,
      answers.filter((answer) => answer.status === status).length,
    ]),
  );
const chargeOf = async (opened: OpenCase) =>
  (await owner`select reserved_minor, captured_minor from makegood.charges where id = ${opened.chargeId}`)[0];

describe("fifty at the same moment", () => {
  it("with one Idempotency-Key decide once: the rest are told to wait, or get the same bytes", async () => {
    const key = await grantKey(shop.tenantId);
    const opened = await openCase(shop, [4_210]);
    const path = `/api/v1/cases/${opened.caseId}/decisions`;
    const headers = { "idempotency-key": newId() };
    const answers = await fifty(() => call("POST", path, { key, body: bodyFor(opened), headers }));
    const done = answers.filter(({ status }) => status === 201);
    const waiting = answers.filter(({ status }) => status === 409);
    expect(done.length + waiting.length).toBe(50);
    expect(done.filter((answer) => answer.headers.get("idempotency-replayed") === null)).toHaveLength(1);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    for (const answer of waiting) {
      expect(answer.json.code).toBe("idempotency_in_flight");
      expect(answer.headers.get("retry-after")).toBe("1");
    }
    expect(await chargeOf(opened)).toMatchObject({ reserved_minor: 4_210 });
  });

  it("with keys of their own about one case decide once, and the rest learn how things stand", async () => {
    const key = await grantKey(shop.tenantId);
    const opened = await openCase(shop, [4_210]);
    const path = `/api/v1/cases/${opened.caseId}/decisions`;
    const answers = await fifty(() => call("POST", path, { key, body: bodyFor(opened) }));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(answer).toMatchObject({ status: 409, json: { code: "conflict", current: { version: 2 } } });
    }
    expect(await chargeOf(opened)).toMatchObject({ reserved_minor: 4_210 });
  });

  it("about one charge, each from a case of its own, never promise more than was captured", async () => {
    const own = await createShop();
    const ownKey = await grantKey(own.tenantId);
    const opened = await openCase(own, [400, 300, 200, 100]);
    const [row] = await owner`select external_id as number from makegood.orders where id = ${opened.orderId}`;
    const cases = await fifty(() =>
      call("POST", "/api/v1/cases", {
        key: ownKey,
        body: { orderNumber: row?.number, subject: "Money", message: "Back, please." },
      }),
    );
    const answers = await fifty((index) =>
      call("POST", `/api/v1/cases/${cases[index]?.json.id}/decisions`, {
        key: ownKey,
        body: bodyFor(
          opened,
          opened.lines.filter((_, at) => at === index % opened.lines.length),
        ),
      }),
    );
    const [sums] = await owner`
      select c.reserved_minor, c.captured_minor,
        (select coalesce(sum(amount_minor), 0)::bigint from makegood.refunds where charge_id = c.id and state <> 'canceled') as refunds
      from makegood.charges c where c.id = ${opened.chargeId}`;
    process.stdout.write(
      `50 decisions about one charge: ${JSON.stringify({ ...count(answers), ...sums })}\n`,
    );
    expect(sums?.reserved_minor).toBeLessThanOrEqual(sums?.captured_minor);
    expect(sums?.refunds).toBe(sums?.reserved_minor);
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
  });

  it("that withdraw and revoke one decision end it once", async () => {
    const key = await grantKey(shop.tenantId);
    const opened = await openCase(shop, [30_000]);
    const decided = await call("POST", `/api/v1/cases/${opened.caseId}/decisions`, {
      key,
      body: bodyFor(opened),
    });
    const path = `/api/v1/decisions/${decided.json.id}`;
    const body = { note: "We found out more about it." };
    const answers = await fifty((index) =>
      call("POST", `${path}/${index % 2 ? "withdraw" : "revoke"}`, { key, body }),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await chargeOf(opened)).toMatchObject({ reserved_minor: 0 });
  });
});

describe("an Idempotency-Key", () => {
  const evaluate = { orderNumber: "#W1", action: "return" };
  it("means something else for another tenant and for another key of the same one", async () => {
    const headers = { "idempotency-key": newId() };
    const opened = [await openCase(shop, [1_000]), await openCase(shop, [1_000])] as const;
    const [first, second] = [await grantKey(shop.tenantId), await grantKey(shop.tenantId)];
    const send = (key: string, about: OpenCase) =>
      call("POST", `/api/v1/cases/${about.caseId}/decisions`, { key, headers, body: bodyFor(about) });
    expect((await send(first, opened[0])).status).toBe(201);
    const other = await send(second, opened[1]);
    expect([other.status, other.headers.get("idempotency-replayed")]).toEqual([201, null]);
  });

  it("that comes again for another address, version or body is refused", async () => {
    const key = await grantKey(shop.tenantId);
    const [opened, other] = [await openCase(shop, [1_000]), await openCase(shop, [1_000])];
    const headers = { "idempotency-key": newId() };
    const path = `/api/v1/cases/${opened.caseId}/decisions`;
    const body = bodyFor(opened);
    expect((await call("POST", path, { key, headers, body })).status).toBe(201);
    const changed: [string, Record<string, string>, unknown][] = [
      [`/api/v1/cases/${other.caseId}/decisions`, {}, body],
      [path, { "if-match": '"1"' }, body],
      [path, {}, `${JSON.stringify(body)} `],
    ];
    for (const [address, more, sent] of changed) {
      const answer = await call("POST", address, { key, headers: { ...headers, ...more }, body: sent });
      expect(answer).toMatchObject({ status: 422, json: { code: "idempotency_key_reused" } });
    }
  });

  it.each<[string, object]>([
    ["/api/v1/policy/evaluate", evaluate],
    ["/api/v1/cases", { orderNumber: "#W1", subject: "a", message: "b" }],
    ...["approve", "deny", "return", "withdraw", "revoke", "appeal", "goods-back"].map(
      (act): [string, object] => [
        `/api/v1/decisions/${newId()}/${act}`,
        act === "deny"
          ? { note: "Because of that.", customerReason: "It was not broken." }
          : { note: "Because of that." },
      ],
    ),
  ])("is demanded by POST %s", async (path, body) => {
    const key = await grantKey(shop.tenantId);
    for (const [given, code] of [
      ["", "idempotency_key_missing"],
      ["k".repeat(256), "idempotency_key_invalid"],
      ["two words", "idempotency_key_invalid"],
      ["k\tk", "idempotency_key_invalid"],
      ["schlüssel", "idempotency_key_invalid"],
    ] as const) {
      const answer = await call("POST", path, { key, body, headers: { "idempotency-key": given } });
      expect(answer).toMatchObject({ status: 400, json: { code } });
    }
  });

  it("is known to the key that took the place of the one it was sent with", async () => {
    const [old, successor, stranger] = [
      await grantKey(shop.tenantId),
      await grantKey(shop.tenantId),
      await grantKey(shop.tenantId),
    ];
    const [oldId, successorId] = [await findKeyActor(old), await findKeyActor(successor)];
    await owner`update makegood.api_keys set client_id = ${oldId?.keyId ?? ""} where id = ${successorId?.keyId ?? ""}`;
    const opened = await openCase(shop, [1_000, 1_000]);
    const headers = { "idempotency-key": newId() };
    const send = (key: string) =>
      call("POST", `/api/v1/cases/${opened.caseId}/decisions`, { key, headers, body: bodyFor(opened) });
    const first = await send(old);
    expect(first.status).toBe(201);
    const again = await send(successor);
    expect([again.status, again.text, again.headers.get("idempotency-replayed")]).toEqual([
      201,
      first.text,
      "true",
    ]);
    // Another program's key of the same name is another request: the case has moved on for it.
    expect((await send(stranger)).status).toBe(409);
  });

  it("is not kept longer for what was refused", async () => {
    const key = await grantKey(shop.tenantId);
    const headers = { "idempotency-key": newId() };
    const send = (body: object) => call("POST", "/api/v1/policy/evaluate", { key, headers, body });
    expect((await send({ ...evaluate, orderNumber: newId() })).status).toBe(404);
    const opened = await openCase(shop, [1_000]);
    const [row] = await owner`select external_id as number from makegood.orders where id = ${opened.orderId}`;
    expect((await send({ ...evaluate, orderNumber: row?.number })).status).toBe(200);
  });
});
