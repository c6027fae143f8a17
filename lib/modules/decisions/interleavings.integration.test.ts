import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { DomainError } from "@/lib/platform/errors";
import { createShop, type OpenCase, openCase, owner, type Shop } from "@/lib/testing/shop";
import {
  approveDecision,
  denyDecision,
  proposeRefund,
  returnDecision,
  revokeDecision,
  withdrawDecision,
} from "./commands";
import { proposeRefundInput } from "./schema";

afterAll(() => owner.end());

const unitMinor = 1_000;
const pieces = 12;
const note = "Because the test says so.";

const act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("propose" as const),
      at: fc.nat(3),
      quantity: fc.integer({ min: 1, max: 5 }),
    }),
  },
  fc.record({
    kind: fc.constantFrom(
      "approve" as const,
      "deny" as const,
      "return" as const,
      "withdraw" as const,
      "revoke" as const,
    ),
    at: fc.nat(3),
  }),
  fc.record({
    kind: fc.constant("outside" as const),
    at: fc.constant(0),
    amountMinor: fc.integer({ min: 1, max: 3_000 }),
  }),
);
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

type World = Readonly<{ shop: Shop; cases: readonly OpenCase[] }>;

/** Four cases about one order of twelve pieces, paid by one charge: they compete for the same money. */
async function createWorld(): Promise<World> {
  const shop = await createShop();
  const first = await openCase(shop, [unitMinor * pieces]);
  await owner`
    update makegood.order_lines set quantity = ${pieces}, unit_price_minor = ${unitMinor} where order_id = ${first.orderId}`;
  const cases = [first];
  for (let number = 5_001; number <= 5_003; number += 1) {
    const [copy] = await owner<{ id: string }[]>`
      insert into makegood.cases (id, tenant_id, number, customer_id, order_id, subject, follow_through)
      select gen_random_uuid(), tenant_id, ${number}, customer_id, order_id, subject, follow_through
      from makegood.cases where id = ${first.caseId} returning id`;
    cases.push({ ...first, caseId: copy?.id ?? "" });
  }
  return { shop, cases };
}

async function perform({ shop, cases }: World, one: Act): Promise<unknown> {
  const opened = cases[one.at] ?? cases[0];
  if (!opened) throw new Error("no case");
  if (one.kind === "outside") {
    return owner`
      update makegood.charges set external_refunded_minor = external_refunded_minor + ${one.amountMinor}
      where id = ${opened.chargeId}`;
  }
  const [row] = await owner<{ version: number; decision_id: string | null; open_id: string | null }[]>`
    select c.version, (select d.id from makegood.decisions d where d.case_id = c.id and d.state = 'awaiting_approval') as open_id, (select d.id from makegood.decisions d where d.case_id = c.id order by d.created_at desc limit 1) as decision_id
    from makegood.cases c where c.id = ${opened.caseId}`;
  if (one.kind === "propose") {
    return proposeRefund(
      shop.agent,
      proposeRefundInput.parse({
        caseId: opened.caseId,
        caseVersion: row?.version ?? 1,
        ...(row?.open_id ? { supersedesId: row.open_id } : {}),
        lines: [{ orderLineId: opened.lines[0]?.id, quantity: one.quantity }],
        reasonCode: "changed_mind",
        rationale: note,
      }),
    );
  }
  const acts = {
    approve: approveDecision,
    deny: denyDecision,
    return: returnDecision,
    withdraw: withdrawDecision,
    revoke: revokeDecision,
  } as const;
  const decisionId = row?.decision_id;
  return decisionId ? acts[one.kind](shop.lead, { decisionId, note, customerReason: note }) : undefined;
}

/** What the rows say of the charge and of everything that was promised of it. */
async function look({ cases }: World) {
  const [sums] = await owner<Record<string, number>[]>`
    select ch.captured_minor::int as captured, ch.reserved_minor::int as reserved, ch.external_refunded_minor::int as outside,
      (select coalesce(sum(r.amount_minor), 0)::int from makegood.refunds r
        where r.charge_id = ch.id and r.state not in ('canceled', 'failed', 'failed_late', 'replaced')) as refunds,
      (select coalesce(sum(d.amount_minor), 0)::int from makegood.decisions d
        where d.order_id = ch.order_id and d.state in ('approved', 'awaiting_approval')) as decided,
      (select coalesce(sum((l ->> 'quantity')::int), 0)::int from makegood.decisions d, jsonb_array_elements(d.lines) l
        where d.order_id = ch.order_id and d.state in ('approved', 'awaiting_approval')) as pieces
    from makegood.charges ch where ch.id = ${cases[0]?.chargeId ?? ""}`;
  if (!sums) throw new Error("no charge");
  return sums;
}

describe("four cases that compete for one charge", () => {
  it("never promise more than was captured or a piece twice, whatever happens at the same moment", async () => {
    let promised = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        async (batches) => {
          const world = await createWorld();
          for (const batch of batches) {
            const outsideBefore = (await look(world)).outside ?? 0;
            const settled = await Promise.allSettled(batch.map((one) => perform(world, one)));
            for (const result of settled) {
              // Whoever loses is told so in words; nothing breaks.
              if (result.status === "rejected") expect(result.reason).toBeInstanceOf(DomainError);
            }
            const {
              captured = 0,
              reserved = 0,
              outside = 0,
              refunds = 0,
              decided = 0,
              pieces: taken = 0,
            } = await look(world);
            expect(reserved).toBe(refunds);
            expect(reserved).toBe(decided);
            expect(reserved).toBe(taken * unitMinor);
            expect(reserved).toBeLessThanOrEqual(captured);
            // What others took before a promise was made is not promised again.
            if (outside === outsideBefore) promised = Math.max(promised, reserved);
          }
        },
      ),
      { numRuns: 25 },
    );
    // The acts did something, or the test proved nothing.
    expect(promised).toBeGreaterThan(0);
  }, 240_000);
});
