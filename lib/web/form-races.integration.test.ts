import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { limitWords } from "@/app/t/[tenant]/settings/settings-words";
import { findSettings } from "@/lib/modules/access/settings-commands";
import { draftPolicy } from "@/lib/modules/policies/commands";
import type { MemberActor } from "@/lib/platform/actor";
import { newId } from "@/lib/platform/ids";
import { documentOf } from "@/lib/testing/facts";
import { type Fields, type FormAction, sendForm } from "@/lib/testing/forms";
import { publishDocument } from "@/lib/testing/policies";
import { createAdmin, createShop, type OpenCase, openCase, owner, type Shop } from "@/lib/testing/shop";

const decide = await import("@/app/t/[tenant]/cases/[caseId]/actions");
const goods = await import("@/app/t/[tenant]/cases/[caseId]/goods-actions");
const stuck = await import("@/app/t/[tenant]/cases/[caseId]/stuck-refund-actions");
const settings = await import("@/app/t/[tenant]/settings/actions");
const policy = await import("@/app/t/[tenant]/policy/actions");

afterAll(() => owner.end());

let shop: Shop;
let opened: OpenCase;
beforeEach(async () => {
  shop = await createShop();
  opened = await openCase(shop, [4_000, 30_000]);
});

const note = "Because of the photo.";
const reason = "The card is closed, says the bank.";

/** A form as somebody has it open. */
type Tab = Readonly<{ actor: MemberActor; action: FormAction; fields: Fields }>;
const send = ({ actor, action, fields }: Tab) => sendForm(shop, actor, action, fields);

/** What lies ready to be acted on, and the forms that show it. */
type Desk = Readonly<Record<string, Tab>>;

const proposal = (line: number, more: Fields = {}): Tab => ({
  actor: shop.agent,
  action: decide.proposeAction,
  fields: {
    ...{ caseId: opened.caseId, caseVersion: "1", line: opened.lines[line]?.id ?? "" },
    ...{ reasonCode: "damaged", rationale: "It arrived broken.", ...more },
  },
});

async function propose(line: number, more: Fields = {}) {
  await send(proposal(line, more));
  return newest();
}

async function newest() {
  const [row] = await owner<{ id: string; version: number }[]>`
    select id, version from makegood.decisions where case_id = ${opened.caseId}`;
  return { decisionId: String(row?.id), version: String(row?.version) };
}

/** A decision that two leads and its agent look at. */
async function waiting(): Promise<Desk> {
  const fields = { ...(await propose(1)), note };
  const denial = { ...fields, customerReason: "It was not broken." };
  return {
    approve: { actor: shop.lead, action: decide.approveAction, fields },
    "approve as another lead": { actor: shop.secondLead, action: decide.approveAction, fields },
    deny: { actor: shop.lead, action: decide.denyAction, fields: denial },
    return: { actor: shop.lead, action: decide.returnAction, fields },
    withdraw: { actor: shop.agent, action: decide.withdrawAction, fields },
  };
}

/** A decision that holds its money until the goods are back. */
async function awaitingGoods(): Promise<Desk> {
  await publishDocument(
    shop.tenantId,
    documentOf({ kind: "return_required", actions: ["return"], exceptReasons: [] }),
  );
  const fields = { ...(await propose(0, { reasonCode: "changed_mind" })), note };
  return {
    "say that the goods are back": { actor: shop.agent, action: goods.goodsBackAction, fields },
    "waive the goods": { actor: shop.lead, action: goods.waiveGoodsAction, fields },
    revoke: { actor: shop.lead, action: decide.revokeAction, fields },
  };
}

/** A denial that its customer is not content with. */
async function denied(): Promise<Desk> {
  const denial = proposal(0, { outcome: "deny", customerReason: "It was not broken." });
  await send({ ...denial, actor: shop.lead });
  const fields = { ...(await newest()), note };
  return { appeal: { actor: shop.agent, action: decide.appealAction, fields } };
}

/** A refund that the provider refused. */
async function failed(): Promise<Desk> {
  await propose(0);
  const [row] = await owner<{ id: string }[]>`
    update makegood.refunds set state = 'failed', generation = 1 where case_id = ${opened.caseId} returning id`;
  await owner`update makegood.charges set reserved_minor = 0 where id = ${opened.chargeId}`;
  const refundId = String(row?.id);
  const otherWay = { refundId, to: "manual", reason };
  return {
    "try again": { actor: shop.lead, action: stuck.retryAction, fields: { refundId } },
    "ask for another way": { actor: shop.lead, action: stuck.replaceAction, fields: otherWay },
  };
}

/** A payout by hand that was asked for. */
async function asked(): Promise<Desk> {
  const { "ask for another way": ask } = await failed();
  if (ask) await send(ask);
  const [row] = await owner<{ id: string }[]>`
    select id from makegood.refunds where case_id = ${opened.caseId} and replaces_id is not null`;
  const fields = { refundId: String(row?.id) };
  return {
    agree: { actor: shop.finance, action: stuck.agreeAction, fields },
    decline: { actor: shop.secondLead, action: stuck.declineAction, fields },
  };
}

/** The same, once finance has agreed. */
async function agreed(): Promise<Desk> {
  const { agree } = await asked();
  if (agree) await send(agree);
  const fields = { refundId: agree?.fields.refundId ?? "", reference: "SEPA 1" };
  return { "note the payout": { actor: shop.lead, action: stuck.paidByHandAction, fields } };
}

/** A refund that a chargeback holds. */
async function held(): Promise<Desk> {
  const { decisionId, version } = await propose(0);
  const [row] = await owner<
    { id: string }[]
  >`select id from makegood.refunds where case_id = ${opened.caseId}`;
  const refundId = String(row?.id);
  await owner`
    insert into makegood.refund_holds (id, tenant_id, refund_id, reason)
    values (${newId()}, ${shop.tenantId}, ${refundId}, 'chargeback')`;
  return {
    "give up": { actor: shop.lead, action: stuck.cancelHeldAction, fields: { refundId, reason } },
    revoke: {
      actor: shop.secondLead,
      action: decide.revokeAction,
      fields: { decisionId, version, note },
    },
  };
}

/** Settings and a draft of the policy, as two people have them open. */
async function bounds(): Promise<Desk> {
  const admin = await createAdmin(shop);
  const { version } = await findSettings(admin);
  const limits = Object.fromEntries(Object.keys(limitWords).map((name) => [`limits.USD.${name}`, "12.34"]));
  const fields = {
    ...{ ...limits, version: String(version), approvalHours: "24", holdSeconds: "0", deputyId: "" },
    ...{ "businessHours.timeZone": "UTC", "businessHours.fromMinute": "09:00", "day.1": "on" },
    ...{ "businessHours.toMinute": "17:00", "sla.firstReplyHours": "4", "sla.nextReplyHours": "8" },
    "sla.refundHours": "40",
  };
  const { id, revision } = await draftPolicy(shop.lead, { title: "Ours", note: "", template: "basic" });
  const draft = { versionId: id, revision: String(revision) };
  return {
    "save the settings": { actor: admin, action: settings.saveSettingsAction, fields },
    "publish the policy": { actor: shop.finance, action: policy.publishAction, fields: draft },
    "publish as another lead": { actor: shop.secondLead, action: policy.publishAction, fields: draft },
  };
}

const audited = async (actions: readonly string[]): Promise<number> => {
  const [row] = await owner<{ times: number }[]>`
    select count(*)::int as times from makegood.audit_log
    where tenant_id = ${shop.tenantId} and action in ${owner([...actions])}`;
  return Number(row?.times);
};

/** What is promised of the charge, and whether the legs of the case say the same. */
async function reserved(): Promise<number> {
  const [row] = await owner<{ reserved: number; legs: number }[]>`
    select c.reserved_minor::int as reserved, (
      select coalesce(sum(r.amount_minor), 0)::int from makegood.refunds r
      where r.charge_id = c.id and r.state not in ('canceled', 'failed', 'replaced')) as legs
    from makegood.charges c where c.id = ${opened.chargeId}`;
  expect(row?.legs).toBe(row?.reserved);
  return Number(row?.reserved);
}

const none = async (): Promise<Desk> => ({ propose: proposal(0) });

// What lies ready, the form, what it leaves in the audit log, and what is promised of the charge afterwards.
const forms: readonly (readonly [() => Promise<Desk>, string, string, number])[] = [
  [none, "propose", "decision.proposed", 4_000],
  [waiting, "approve", "decision.approved", 30_000],
  [waiting, "deny", "decision.denied", 0],
  [waiting, "return", "decision.returned", 0],
  [waiting, "withdraw", "decision.withdrawn", 0],
  [denied, "appeal", "decision.appealed", 0],
  [awaitingGoods, "revoke", "decision.revoked", 0],
  [awaitingGoods, "say that the goods are back", "decision.goods_back", 4_000],
  [awaitingGoods, "waive the goods", "decision.goods_waived", 4_000],
  [failed, "try again", "refund.retried", 4_000],
  [failed, "ask for another way", "refund.replacement_asked", 4_000],
  [asked, "agree", "refund.replaced", 4_000],
  [asked, "decline", "refund.replacement_declined", 0],
  [agreed, "note the payout", "refund.paid_by_hand", 4_000],
  [held, "give up", "refund.given_up", 0],
  [bounds, "save the settings", "settings.changed", 0],
  [bounds, "publish the policy", "policy.published", 0],
];

describe.each(forms)("the same form (%#)", (arrange, name, action, left) => {
  it(`to ${name}, sent from 50 tabs at the same moment and once more with the back button, acts once`, async () => {
    const tab = (await arrange())[name];
    if (!tab) throw new Error(`nobody has a form to ${name}`);
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(tab)));
    expect(answers.filter(({ status }) => status === "done")).toHaveLength(1);
    const late = answers.filter((answer) => answer.status === "failed");
    // Whoever comes too late is told so in words, and keeps what was typed.
    for (const answer of [...late, await send(tab)]) {
      expect(answer).toMatchObject({ status: "failed", message: expect.stringMatching(/\w+ \w+/) });
      expect(answer).toHaveProperty("values", tab.fields);
    }
    expect([await audited([action]), await reserved()]).toEqual([1, left]);
  });
});

// Two forms about one thing: whichever is first, the other has no effect.
const pairs: readonly (readonly [() => Promise<Desk>, string, string, Readonly<Record<string, number>>])[] = [
  [waiting, "approve", "withdraw", { "decision.approved": 30_000, "decision.withdrawn": 0 }],
  [waiting, "approve", "deny", { "decision.approved": 30_000, "decision.denied": 0 }],
  [waiting, "approve", "return", { "decision.approved": 30_000, "decision.returned": 0 }],
  [waiting, "approve", "approve as another lead", { "decision.approved": 30_000 }],
  [waiting, "deny", "withdraw", { "decision.denied": 0, "decision.withdrawn": 0 }],
  [
    awaitingGoods,
    "say that the goods are back",
    "waive the goods",
    { "decision.goods_back": 4_000, "decision.goods_waived": 4_000 },
  ],
  [
    failed,
    "try again",
    "ask for another way",
    { "refund.retried": 4_000, "refund.replacement_asked": 4_000 },
  ],
  [asked, "agree", "decline", { "refund.replaced": 4_000, "refund.replacement_declined": 0 }],
  [held, "give up", "revoke", { "refund.given_up": 0, "decision.revoked": 0 }],
  [bounds, "publish the policy", "publish as another lead", { "policy.published": 0 }],
];

describe.each(pairs)("two forms (%#)", (arrange, one, other, ends) => {
  it(`to ${one} and to ${other}, sent by 20 tabs each at the same moment, have one effect between them`, async () => {
    const desk = await arrange();
    const tabs = Array.from({ length: 40 }, (_, index) => desk[index % 2 ? other : one]);
    const answers = await Promise.all(tabs.map((tab) => (tab ? send(tab) : undefined)));
    expect(answers.filter((answer) => answer?.status === "done")).toHaveLength(1);
    expect(answers.filter((answer) => answer?.status === "failed")).toHaveLength(39);
    expect(await audited(Object.keys(ends))).toBe(1);
    const left = await reserved();
    for (const [action, minor] of Object.entries(ends)) {
      if ((await audited([action])) === 1) expect([action, left]).toEqual([action, minor]);
    }
  });
});

// What says the same a second time is one act, and no failure to whoever says it.
describe("a form that asks for what is so already", () => {
  const until = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  it.each([
    ["stop payouts", "payouts.stopped", () => ({ action: settings.stopPayoutsAction, fields: { reason } })],
    [
      "lend a right",
      "delegation.created",
      () => ({ action: settings.delegateAction, fields: { toId: shop.agent.userId, until } }),
    ],
  ] as const)("is content 50 times to %s, and acts once", async (_name, action, formOf) => {
    const tab: Tab = { actor: shop.lead, ...formOf() };
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(tab)));
    expect(answers.filter(({ status }) => status !== "done")).toEqual([]);
    expect(await audited([action])).toBe(1);
  });
});

it("a form that shows a case as it was before somebody decided is refused, and says who was faster", async () => {
  const desk = await waiting();
  const { deny, approve } = desk;
  if (!deny || !approve) throw new Error("nobody looks at it");
  expect(await send(deny)).toMatchObject({ status: "done" });
  expect(await send({ ...approve, actor: shop.secondLead })).toMatchObject({
    status: "failed",
    message: expect.stringContaining("Lea Berg has already denied"),
  });
  expect(await send(proposal(0))).toMatchObject({ status: "failed" });
  expect(await reserved()).toBe(0);
});
