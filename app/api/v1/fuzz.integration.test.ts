import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { newId } from "@/lib/platform/ids";
import { grantKey } from "@/lib/testing/api-keys";
import { createShop, openCase, owner, type Shop } from "@/lib/testing/shop";
import { call } from "./checked-call";
import { operations } from "./contract/operations";
import { type Pool, spoiled, valueFor } from "./generate";
import { describeApi } from "./openapi";

const seed = 20_261_124;
const perOperation = 140;
const perKey = 250;

const document = z
  .object({
    paths: z.record(
      z.string(),
      z.record(
        z.string(),
        z.object({
          parameters: z.array(
            z.object({ name: z.string(), in: z.string(), schema: z.record(z.string(), z.unknown()) }),
          ),
          requestBody: z
            .object({
              content: z.object({
                "application/json": z.object({ schema: z.record(z.string(), z.unknown()) }),
              }),
            })
            .optional(),
        }),
      ),
    ),
    components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
  })
  .parse(JSON.parse(JSON.stringify(describeApi())));

let shop: Shop;
let pool: Pool;
beforeAll(async () => {
  shop = await createShop();
  const own = [await openCase(shop, [5_000, 300]), await openCase(shop, [30_000])];
  const foreign = await openCase(await createShop(), [5_000]);
  const key = await grantKey(shop.tenantId);
  const decided = await call("POST", `/api/v1/cases/${own[1]?.caseId}/decisions`, {
    key,
    body: {
      caseVersion: 1,
      lines: [{ orderLineId: own[1]?.lines[0]?.id, quantity: 1 }],
      reasonCode: "damaged",
      rationale: "It arrived broken.",
    },
  });
  const numbers =
    await owner`select external_id as number from makegood.orders where tenant_id = ${shop.tenantId}`;
  const ids = [...own, foreign].flatMap((one) => [one.caseId, one.orderId, ...one.lines.map(({ id }) => id)]);
  pool = {
    schemas: document.components.schemas,
    // What requests are about comes up more often than the rest.
    ids: [
      ...ids,
      ...own.map(({ caseId }) => caseId),
      ...Array.from({ length: 5 }, () => String(decided.json.id)),
    ],
    words: [
      ...numbers.map(({ number }) => String(number)),
      ...ids.slice(0, 3),
      "USD",
      "Because of the photo.",
      "DE",
    ],
  };
});
afterAll(() => owner.end());

type Request = Readonly<{ path: string; body?: unknown; headers: Record<string, string> }>;

function requestsOf({ path, method }: (typeof operations)[number]): fc.Arbitrary<Request> {
  const described = document.paths[path]?.[method];
  const parameters = (where: string) =>
    fc.record(
      Object.fromEntries(
        (described?.parameters ?? [])
          .filter((parameter) => parameter.in === where)
          .map(({ name, schema }) => [
            name,
            fc.oneof(
              { weight: 5, arbitrary: valueFor(schema, pool) },
              { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
            ),
          ]),
      ),
      where === "path" ? {} : { requiredKeys: [] },
    );
  const body = described?.requestBody?.content["application/json"].schema;
  const valid = body ? valueFor(body, pool) : fc.constant(undefined);
  return fc
    .record({
      inPath: parameters("path"),
      inQuery: parameters("query"),
      inHeader: parameters("header"),
      body: body
        ? fc.oneof({ weight: 2, arbitrary: valid }, { weight: 1, arbitrary: spoiled(valid) })
        : valid,
    })
    .map(({ inPath, inQuery, inHeader, body: sent }) => {
      const query = Object.entries(inQuery).map(([name, value]) => `${name}=${encode(value)}`);
      const filled = path.replace(/\{(\w+)\}/, (_, name: string) => encode(inPath[name]) || "x");
      return {
        path: query.length > 0 ? `${filled}?${query.join("&")}` : filled,
        headers: Object.fromEntries(
          Object.entries(inHeader)
            .filter(([, value]) => /^[\x21-\x7e]{1,300}$/.test(String(value)))
            .map(([name, value]) => [name.toLowerCase(), value]),
        ) as Record<string, string>,
        ...(sent === undefined ? {} : { body: sent }),
      };
    });
}

const encode = (value: unknown): string => {
  const text = String(value);
  return encodeURIComponent(/\p{Surrogate}/u.test(text) ? "x" : text).replaceAll(".", "%2E");
};

describe("requests made from the description", () => {
  it("are answered as it says, every one of them, and never with 5xx", { timeout: 300_000 }, async () => {
    const counts: Record<string, Record<string, number>> = {};
    const faults: unknown[] = [];
    let sent = 0;
    let key = "";
    for (const operation of operations) {
      const own: Record<string, number> = {};
      counts[operation.operationId] = own;
      for (const request of fc.sample(requestsOf(operation), { seed, numRuns: perOperation })) {
        if (sent % perKey === 0) key = await grantKey(shop.tenantId);
        sent += 1;
        const { path, headers } = request;
        const bodyPart = "body" in request ? { body: request.body } : {};
        const named = { "idempotency-key": newId(), ...headers };
        try {
          const answer = await call(operation.method.toUpperCase(), path, {
            ...bodyPart,
            key,
            headers: operation.method === "post" ? named : headers,
          });
          const said = `${answer.status} ${answer.json.code ?? ""}`.trim();
          own[said] = (own[said] ?? 0) + 1;
        } catch (error) {
          faults.push({ request, error });
        }
      }
    }
    const [sums] = await owner`
      select count(*)::int as charges, count(*) filter (where reserved_minor > captured_minor + authorized_minor)::int as over
      from makegood.charges where tenant_id = ${shop.tenantId}`;
    process.stdout.write(
      `${sent} requests, seed ${seed}: ${faults.length} faults\n${JSON.stringify(counts)}\n`,
    );
    expect(faults).toEqual([]);
    expect(sent).toBeGreaterThanOrEqual(2_000);
    expect(sums?.over).toBe(0);
  });
});
