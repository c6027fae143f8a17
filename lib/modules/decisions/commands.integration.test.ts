import { afterAll, describe, expect, it } from "vitest";
import { DomainError } from "@/lib/platform/errors";
import { createShop, type OpenCase, openCase, owner, refundOf, type Shop } from "@/lib/testing/shop";
import { approveDecision, denyDecision, proposeRefund, withdrawDecision } from "./commands";

afterAll(() => owner.end());

const outcomes = async (attempts: Promise<unknown>[]) => {
  const settled = await Promise.allSettled(attempts);
  const refused = settled.filter((result) => result.status === "rejected").map((result) => result.reason);
  return { succeeded: settled.length - refused.length, refused };
};

async function chargeOf(opened: OpenCase) {
  const [charge] = await owner<{ reserved_minor: number; captured_minor: number }[]>`
    select reserved_minor, captured_minor from makegood.charges where id = ${opened.chargeId}`;
  if (!charge) throw new Error("no charge");
  return charge;
}

async function eventsOf(caseId: string) {
  const rows = await owner<{ type: string; event_seq: number }[]>`
    select type, event_seq from makegood.outbox where subject_id = ${caseId} order by event_seq`;
  return rows.map((row) => `${row.event_seq} ${row.type}`);
}

describe("a decision", () => {
  it("at the agent's limit is approved at once, with its event, ledger and audit row", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [20_000]);
    const proposed = await proposeRefund(shop.agent, refundOf(opened, [0]));

    expect(proposed).toMatchObject({ state: "approved", amountMinor: 20_000, currency: "USD" });
    expect(await eventsOf(opened.caseId)).toEqual(["1 decision.proposed", "2 decision.approved"]);
    const ledger = await owner`select sum(amount_minor)::int as sum, count(*)::int as count
      from makegood.ledger_entries where tenant_id = ${shop.tenantId}`;
    expect(ledger[0]).toEqual({ sum: 0, count: 2 });
    const audit =
      await owner`select action, actor_name from makegood.audit_log where tenant_id = ${shop.tenantId}`;
    expect(audit).toEqual([{ action: "decision.proposed", actor_name: "Ana Ruiz" }]);
  });

  it("one cent above the agent's limit waits for a lead", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [20_001]);
    const proposed = await proposeRefund(shop.agent, refundOf(opened, [0]));
    expect(proposed.state).toBe("awaiting_approval");
    expect(await eventsOf(opened.caseId)).toEqual(["1 decision.proposed"]);
  });

  it("that fails leaves nothing behind: no event, no reservation, no audit row", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [4_210]);
    const stale = { ...refundOf(opened, [0]), caseVersion: 7 };
    await expect(proposeRefund(shop.agent, stale)).rejects.toMatchObject({ code: "conflict" });
    const twice = {
      ...refundOf(opened, [0]),
      lines: [{ orderLineId: opened.lines[0]?.id ?? "", quantity: 2 }],
    };
    await expect(proposeRefund(shop.agent, twice)).rejects.toMatchObject({
      code: "invalid",
      detail: { field: "lines.0.quantity" },
    });
    expect(await eventsOf(opened.caseId)).toEqual([]);
    expect((await chargeOf(opened)).reserved_minor).toBe(0);
  });

  it("of another tenant is not found", async () => {
    const [shop, stranger] = [await createShop(), await createShop()];
    const opened = await openCase(shop, [30_000]);
    await expect(proposeRefund(stranger.agent, refundOf(opened, [0]))).rejects.toMatchObject({
      code: "not_found",
    });
    const { id: decisionId } = await proposeRefund(shop.agent, refundOf(opened, [0]));
    await expect(approveDecision(stranger.lead, { decisionId, note: "" })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("an approval", () => {
  const propose = async (
    amountMinor: number,
  ): Promise<{ shop: Shop; opened: OpenCase; decisionId: string }> => {
    const shop = await createShop();
    const opened = await openCase(shop, [amountMinor]);
    const { id: decisionId } = await proposeRefund(shop.agent, refundOf(opened, [0]));
    return { shop, opened, decisionId };
  };

  it("by two leads at the same moment: one wins, the other is told who did", async () => {
    const { shop, opened, decisionId } = await propose(30_000);
    const { succeeded, refused } = await outcomes([
      approveDecision(shop.lead, { decisionId, note: "" }),
      approveDecision(shop.secondLead, { decisionId, note: "" }),
    ]);
    expect(succeeded).toBe(1);
    expect(refused[0]).toBeInstanceOf(DomainError);
    expect(refused[0].publicMessage).toMatch(/^(Lea Berg|Leo Marsh) has already approved this decision\.$/);
    expect(await eventsOf(opened.caseId)).toEqual(["1 decision.proposed", "2 decision.approved"]);
  });

  it("against a withdrawal at the same moment: one effect, and the money follows it", async () => {
    const { shop, opened, decisionId } = await propose(30_000);
    const { succeeded } = await outcomes([
      approveDecision(shop.lead, { decisionId, note: "" }),
      withdrawDecision(shop.agent, { decisionId, note: "" }),
    ]);
    expect(succeeded).toBe(1);
    const [row] = await owner<
      { state: string }[]
    >`select state from makegood.decisions where id = ${decisionId}`;
    expect((await chargeOf(opened)).reserved_minor).toBe(row?.state === "approved" ? 30_000 : 0);
  });

  it("by the proposer or an agent is refused with the reason", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [60_000]);
    const { id: decisionId } = await proposeRefund(shop.lead, refundOf(opened, [0]));
    await expect(approveDecision(shop.lead, { decisionId, note: "" })).rejects.toMatchObject({
      publicMessage: "Someone else must approve what you proposed.",
    });
    await expect(approveDecision(shop.agent, { decisionId, note: "" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await approveDecision(shop.secondLead, { decisionId, note: "" });
  });

  it("above the lead's limit needs finance", async () => {
    const { shop, decisionId } = await propose(100_001);
    await expect(approveDecision(shop.lead, { decisionId, note: "" })).rejects.toMatchObject({
      publicMessage: "This amount is above your limit. Finance can approve it.",
    });
    await approveDecision(shop.finance, { decisionId, note: "" });
  });

  it("denied frees the money and says so in the ledger", async () => {
    const { shop, opened, decisionId } = await propose(30_000);
    await denyDecision(shop.lead, {
      decisionId,
      note: "The photo shows another item.",
      customerReason: "It was not broken.",
    });
    expect((await chargeOf(opened)).reserved_minor).toBe(0);
    const ledger = await owner`select account, sum(amount_minor)::int as sum from makegood.ledger_entries
      where tenant_id = ${shop.tenantId} group by account order by account`;
    expect(ledger).toEqual([
      { account: "refunds_expense", sum: 0 },
      { account: "refunds_payable", sum: 0 },
    ]);
  });
});

describe("twenty proposals on one charge at the same moment", () => {
  it("never promise more than was captured", async () => {
    const shop = await createShop();
    const first = await openCase(
      shop,
      Array.from({ length: 4 }, () => 5_000),
    );
    const cases = [
      first,
      ...(await Promise.all(Array.from({ length: 19 }, (_, index) => duplicateCase(first, 2_000 + index)))),
    ];
    await owner`update makegood.order_lines set quantity = 100 where order_id = ${first.orderId}`;
    const { succeeded } = await outcomes(
      cases.map((opened, index) => proposeRefund(shop.agent, refundOf(opened, [index % 4]))),
    );
    expect(succeeded).toBe(4);
    expect(await chargeOf(first)).toEqual({ reserved_minor: 20_000, captured_minor: 20_000 });
  });
});

// The same order complained about again: another case, the same charge.
async function duplicateCase(first: OpenCase, number: number): Promise<OpenCase> {
  const [copy] = await owner<{ id: string }[]>`
    insert into makegood.cases (id, tenant_id, number, customer_id, order_id, subject, follow_through)
    select gen_random_uuid(), tenant_id, ${number}, customer_id, order_id, subject, follow_through
    from makegood.cases where id = ${first.caseId} returning id`;
  return { ...first, caseId: copy?.id ?? "" };
}
