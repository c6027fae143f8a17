import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { MemberActor } from "@/lib/platform/actor";
import { newId } from "@/lib/platform/ids";
import { createShop, type OpenCase, openCase, owner, type Shop } from "@/lib/testing/shop";

// The framework's half of a server action does not exist here; everything else is real, down to the rows.
const who = vi.hoisted(() => ({ actor: undefined as MemberActor | undefined }));
vi.mock("next/headers", () => ({ headers: async () => new Headers({ origin: process.env.SITE_URL ?? "" }) }));
vi.mock("next/navigation", () => ({ unstable_rethrow: () => undefined }));
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));
vi.mock("./live-user", () => ({ requireLiveUser: async () => undefined }));
vi.mock("./session", () => {
  const visitor = async () => ({
    userId: who.actor?.userId,
    hasSecondFactor: false,
    session: { kind: "full", passwordVerifiedAt: new Date() },
  });
  return {
    ...{ findVisitor: visitor, findSession: visitor, findSessionAnew: visitor },
    memberOf: () => ({ actor: who.actor }),
  };
});
const decide = await import("@/app/t/[tenant]/cases/[caseId]/actions");
const stuck = await import("@/app/t/[tenant]/cases/[caseId]/stuck-refund-actions");

afterAll(() => owner.end());

let shop: Shop;
let opened: OpenCase;
beforeEach(async () => {
  shop = await createShop();
  opened = await openCase(shop, [4_000, 30_000]);
});

type Fields = Readonly<Record<string, string>>;
type Action = typeof decide.proposeAction;

async function send(actor: MemberActor, action: Action, fields: Fields) {
  who.actor = actor;
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return action(shop.slug, { status: "idle" }, form);
}
/** The same form from fifty tabs at the same moment. @returns how many were taken */
async function fifty(actor: MemberActor, action: Action, fields: Fields): Promise<number> {
  const answers = await Promise.all(Array.from({ length: 50 }, () => send(actor, action, fields)));
  // Whoever comes too late is told so in words, and keeps what was typed.
  for (const answer of answers) if (answer.status === "failed") expect(answer.message).not.toBe("");
  return answers.filter(({ status }) => status === "done").length;
}

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
    const asked: [Action, Fields][] = [
      ...badIds.flatMap((id): [Action, Fields][] => [
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

describe("the same form, fifty times at once", () => {
  const waiting = async (): Promise<Fields> => {
    await send(shop.agent, decide.proposeAction, proposal(1));
    const [row] = await owner`select id from makegood.decisions where case_id = ${opened.caseId}`;
    return {
      decisionId: String(row?.id),
      version: "1",
      note: "Because of the photo.",
      customerReason: "It was not broken.",
    };
  };
  const pick = ({ customerReason: _, ...rest }: Fields): Fields => rest;
  const reserved = async (): Promise<number> => {
    const [row] = await owner`select reserved_minor from makegood.charges where id = ${opened.chargeId}`;
    return Number(row?.reserved_minor);
  };

  it("proposes once", async () => {
    expect(await fifty(shop.agent, decide.proposeAction, proposal(0))).toBe(1);
    expect(await reserved()).toBe(4_000);
  });

  it.each([
    ["approves", decide.approveAction, 30_000],
    ["returns", decide.returnAction, 0],
    ["withdraws", decide.withdrawAction, 0],
  ] as const)("%s once", async (_name, action, left) => {
    expect(await fifty(shop.lead, action, pick(await waiting()))).toBe(1);
    expect(await reserved()).toBe(left);
  });

  it("denies once, and a second tab that still shows it is told who was faster", async () => {
    const fields = await waiting();
    expect(await fifty(shop.lead, decide.denyAction, fields)).toBe(1);
    const late = await send(shop.secondLead, decide.approveAction, pick(fields));
    expect(late).toMatchObject({
      status: "failed",
      message: expect.stringContaining("Lea Berg has already denied"),
    });
    expect(await reserved()).toBe(0);
  });

  it("asks for another way once, agrees once, and notes the payout once", async () => {
    await send(shop.agent, decide.proposeAction, proposal(0));
    const [refund] = await owner`
      update makegood.refunds set state = 'failed' where case_id = ${opened.caseId} returning id`;
    await owner`update makegood.charges set reserved_minor = 0 where id = ${opened.chargeId}`;
    const ask = { refundId: String(refund?.id), to: "manual", reason: "The card is closed." };
    expect(await fifty(shop.lead, stuck.replaceAction, ask)).toBe(1);
    const [asked] = await owner`
      select id from makegood.refunds where case_id = ${opened.caseId} and replaces_id is not null`;
    const refundId = String(asked?.id);
    expect(await fifty(shop.finance, stuck.agreeAction, { refundId })).toBe(1);
    expect(await fifty(shop.lead, stuck.paidByHandAction, { refundId, reference: "SEPA 1" })).toBe(1);
    const rows = await owner`
      select state, method from makegood.refunds where case_id = ${opened.caseId} order by id`;
    expect([...rows]).toEqual([
      { state: "replaced", method: "refund" },
      { state: "succeeded", method: "manual" },
    ]);
    expect(await reserved()).toBe(4_000);
  });
});
