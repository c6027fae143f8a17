import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { type Fields, type FormAction, sendForm } from "@/lib/testing/forms";
import { createShop, type OpenCase, openCase, owner, type Shop } from "@/lib/testing/shop";

const decide = await import("@/app/t/[tenant]/cases/[caseId]/actions");
const stuck = await import("@/app/t/[tenant]/cases/[caseId]/stuck-refund-actions");

afterAll(() => owner.end());

let shop: Shop;
let opened: OpenCase;
beforeEach(async () => {
  shop = await createShop();
  opened = await openCase(shop, [4_000, 30_000]);
});

const send = (actor: Shop["agent"], action: FormAction, fields: Fields) =>
  sendForm(shop, actor, action, fields);

const proposal = (line: number): Fields => ({
  ...{ caseId: opened.caseId, caseVersion: "1", line: opened.lines[line]?.id ?? "" },
  ...{ reasonCode: "damaged", rationale: "It arrived broken." },
});

/** Everything about money of the tenant, as one text. */
async function money(): Promise<string> {
  const [row] = await owner<{ all: string }[]>`
    select jsonb_build_array(
      (select jsonb_agg(to_jsonb(c) order by c.id) from makegood.charges c where c.tenant_id = ${shop.tenantId}),
      (select jsonb_agg(to_jsonb(r) order by r.id) from makegood.refunds r where r.tenant_id = ${shop.tenantId}),
      (select jsonb_agg(to_jsonb(d) order by d.id) from makegood.decisions d where d.tenant_id = ${shop.tenantId}),
      (select count(*) from makegood.ledger_entries l where l.tenant_id = ${shop.tenantId}))::text as all`;
  return row?.all ?? "";
}

const badNumbers = ["-1", "1.5", "1e3", "9007199254740993", "NaN", "٣", "", " ", "0x1", "null"];
const badIds = ["", "1", "' or 1=1 --", "\u0000", newId()];

describe("what no money form takes", () => {
  it("leaves every row of money as it was", async () => {
    const before = await money();
    const numbers = [
      "caseVersion",
      `quantity.${opened.lines[0]?.id}`,
      "linesTotalMinor",
      "shippingMinor",
      "goodwillMinor",
    ];
    const changes: Fields[] = [
      ...numbers.flatMap((name) =>
        badNumbers.filter((value) => value.trim() !== "").map((value) => ({ [name]: value })),
      ),
      ...["caseId", "line", "methodId", "supersedesId"].flatMap((name) =>
        badIds.filter((value) => value !== "").map((value) => ({ [name]: value })),
      ),
      ...[
        { amountMinor: "1" },
        { tenantId: newId() },
        { legs: "[]" },
        { reasonCode: "because" },
        { outcome: "pay" },
      ],
      ...[
        { rationale: "no" },
        { rationale: "x".repeat(1_501) },
        { isByHand: "maybe" },
        { linesTotalMinor: "4001" },
      ],
    ];
    for (const change of changes) {
      const answer = await send(shop.finance, decide.proposeAction, { ...proposal(0), ...change });
      expect([change, answer.status]).toEqual([change, "failed"]);
    }
    expect(await money()).toBe(before);
  });

  it("is refused about a refund, too", async () => {
    await send(shop.finance, decide.proposeAction, proposal(0));
    const [refund] = await owner`
      update makegood.refunds set state = 'failed' where case_id = ${opened.caseId} returning id`;
    const refundId = String(refund?.id);
    const before = await money();
    const asked: [FormAction, Fields][] = [
      ...badIds.flatMap((id): [FormAction, Fields][] => [
        [stuck.retryAction, { refundId: id }],
        [stuck.agreeAction, { refundId: id }],
        [stuck.declineAction, { refundId: id }],
        [stuck.replaceAction, { refundId: id, to: "manual", reason: "The card is closed." }],
        [stuck.replaceAction, { refundId, to: id, reason: "The card is closed." }],
        [stuck.paidByHandAction, { refundId: id, reference: "SEPA 1" }],
        [stuck.cancelHeldAction, { refundId: id, reason: "The card is closed." }],
      ]),
      [stuck.paidByHandAction, { refundId, reference: "x".repeat(121) }],
      [stuck.paidByHandAction, { refundId, reference: "SEPA 1", amountMinor: "1" }],
      [stuck.cancelHeldAction, { refundId, reason: "no" }],
    ];
    for (const [action, fields] of asked) {
      expect([fields, (await send(shop.finance, action, fields)).status]).toEqual([fields, "failed"]);
    }
    expect(await money()).toBe(before);
  });
});
