import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "playwright/test";
import type { Trace } from "@/lib/modules/policies/schema";
import { reasonCodes } from "@/lib/modules/policies/terms";
import { grantKey } from "@/lib/testing/api-keys";
import { owner } from "@/lib/testing/shop";
import { test } from "./test";

type Order = Readonly<{
  number: string;
  itemId: string;
  quantity: number;
  methodId: string;
  otherMethodId: string;
}>;

/** Orders of each status that nothing was decided about, with one of their customer's methods and one of a stranger. */
const listOrders = () => owner<Order[]>`
  select o.external_id as number, l.external_id as "itemId", l.quantity, ch.method_external_id as "methodId",
    (select m.external_id from makegood.payment_methods m
      where m.tenant_id = o.tenant_id and m.customer_id <> o.customer_id order by m.external_id limit 1) as "otherMethodId"
  from (select *, row_number() over (partition by status order by external_id) as place from makegood.orders
    where tenant_id = (select id from makegood.tenants where slug = 'tau-retail')) o
  join makegood.charges ch on ch.tenant_id = o.tenant_id and ch.order_id = o.id and ch.reserved_minor = 0
  join makegood.order_lines l on l.tenant_id = o.tenant_id and l.order_id = o.id and l.sequence = 0
  where o.place <= 6 and not exists (
    select from makegood.decisions d where d.tenant_id = o.tenant_id and d.customer_id = o.customer_id)`;

const bodiesOf = (orders: readonly Order[], at: string): object[] =>
  orders.flatMap(({ number, itemId, quantity, methodId, otherMethodId }, index) => {
    const body = { orderNumber: number, at, reason: reasonCodes[index % reasonCodes.length] };
    return [
      { ...body, action: "cancel" },
      { ...body, action: "return", lines: [{ itemId, quantity }], method: { id: methodId } },
      { ...body, action: "return", lines: [{ itemId, quantity: quantity + 1 }], method: { id: methodId } },
      { ...body, action: "return", lines: [{ itemId, quantity }], method: { id: otherMethodId } },
      { ...body, action: "goodwill", goodwillMinor: 1_000 + index },
    ];
  });

// The demo's dates lie as far back as the moment of seeding does, so a date may differ by minutes, and the sentence that
// says it. What it decides may not.
const decisiveOf = ({ verdict, capMinor, currency, citations, needs, rules }: Trace) => ({
  ...{ verdict, capMinor, currency, citations, needs },
  rules: rules.map(({ facts: _, words: __, wouldChange: ___, ...rule }) => rule),
});

test("the command and the REST interface answer the same bodies with the same trace", async ({ request }) => {
  const [tenant] = await owner<{ id: string }[]>`select id from makegood.tenants where slug = 'tau-retail'`;
  const key = await grantKey(tenant?.id ?? "", { scopes: ["policy:evaluate"] });
  const bodies = bodiesOf(await listOrders(), new Date().toISOString());
  expect(bodies.length).toBeGreaterThan(60);
  const folder = await mkdtemp(join(tmpdir(), "makegood-policy-"));
  try {
    const file = join(folder, "lines.jsonl");
    await writeFile(file, `${bodies.map((body) => JSON.stringify(body)).join("\n")}\n`);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["scripts/bootstrap.mjs", "policy", "evaluate", "--file", file],
      { maxBuffer: 64 * 1_024 * 1_024 },
    );
    const traces = stdout
      .trim()
      .split("\n")
      .map((line): Trace => JSON.parse(line));
    expect(traces).toHaveLength(bodies.length);
    expect(new Set(traces.map(({ verdict }) => verdict)).size).toBeGreaterThan(2);
    for (const [index, body] of bodies.entries()) {
      const answer = await request.post("/api/v1/policy/evaluate", {
        data: body,
        headers: { authorization: `Bearer ${key}`, "idempotency-key": randomUUID() },
      });
      expect(answer.status(), JSON.stringify(body)).toBe(200);
      const trace = traces[index];
      if (!trace) throw new Error("a line has no answer");
      expect(decisiveOf(trace), JSON.stringify(body)).toEqual(decisiveOf(await answer.json()));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
