import { beforeEach, describe, expect, it, vi } from "vitest";
import { proposeFields } from "@/app/t/[tenant]/cases/[caseId]/propose-fields";
import { replaceFields } from "@/app/t/[tenant]/cases/[caseId]/replace-fields";
import { settingsForm } from "@/app/t/[tenant]/settings/settings-input";
import { limitWords } from "@/app/t/[tenant]/settings/settings-words";
import { resumePayoutsInput, stopPayoutsInput } from "@/lib/modules/access/schema";
import { decideInput, decideWithReasonInput, delegateInput, denyInput } from "@/lib/modules/decisions/schema";
import { cancelHeldInput, manualPayoutInput, refundInput } from "@/lib/modules/refunds/schema";
import { newId } from "@/lib/platform/ids";
import { badIds } from "@/lib/testing/bad-inputs";

// The framework's half of a server action does not exist here; everything that reads the form does.
vi.mock("next/headers", () => ({ headers: async () => new Headers({ origin: "http://localhost:3000" }) }));
vi.mock("next/navigation", () => ({ unstable_rethrow: () => undefined }));
vi.mock("@/lib/platform/env", () => ({ env: { SITE_URL: "http://localhost:3000", NODE_ENV: "test" } }));
vi.mock("@/lib/platform/logger", () => ({ logger: { error: vi.fn(), warn: vi.fn() } }));
vi.mock("./live-user", () => ({ requireLiveUser: async () => undefined }));
vi.mock("./session", () => ({ findVisitor: async () => undefined, findSession: async () => undefined }));
const { publicAction } = await import("./action");

const run = vi.fn();
beforeEach(() => run.mockReset());

type Fields = Readonly<Record<string, string | readonly string[]>>;

async function submit(schema: Parameters<typeof publicAction>[0], fields: Fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of [value].flat()) form.append(name, one as string);
  }
  return publicAction(schema, async (input) => {
    run(input);
  })({ status: "idle" }, form);
}

const line = newId();
const proposal: Fields = {
  caseId: newId(),
  caseVersion: "1",
  line,
  [`quantity.${line}`]: "1",
  [`amount.${line}`]: "100",
  linesTotalMinor: "100",
  shippingMinor: "0",
  goodwillMinor: "0",
  methodId: newId(),
  supersedesId: newId(),
  reasonCode: "damaged",
  rationale: "It arrived broken.",
  customerReason: "It arrived broken.",
};
const decision: Fields = { decisionId: newId(), version: "1", note: "Because of the photo." };
const limits = Object.fromEntries(Object.keys(limitWords).map((name) => [`limits.USD.${name}`, "12.34"]));
const settings: Fields = {
  ...limits,
  ...{ version: "1", approvalHours: "24", holdSeconds: "0", deputyId: newId() },
  ...{
    "businessHours.timeZone": "UTC",
    "businessHours.fromMinute": "09:00",
    "businessHours.toMinute": "17:00",
  },
  ...{ "sla.firstReplyHours": "4", "sla.nextReplyHours": "8", "sla.refundHours": "40" },
  "day.1": "on",
};
const words = { reason: "The card is closed, says the bank." };
const forms: readonly (readonly [string, Parameters<typeof publicAction>[0], Fields])[] = [
  ["pay another way", replaceFields, { refundId: newId(), to: newId(), ...words }],
  ["note a payout by hand", manualPayoutInput, { refundId: newId(), reference: "SEPA 1" }],
  ["give up a refund", cancelHeldInput, { refundId: newId(), ...words }],
  ["try a refund again, or agree", refundInput, { refundId: newId() }],
  ["stop payouts", stopPayoutsInput, { keyId: newId(), ...words }],
  ["let payouts go on", resumePayoutsInput, { switchId: newId() }],
  ["lend the right to approve", delegateInput, { toId: newId(), until: "2027-01-31" }],
  ["deny", denyInput, { ...decision, customerReason: "The photo shows another item." }],
  ["propose", proposeFields, proposal],
  ["decide", decideInput, decision],
  ["decide with a reason", decideWithReasonInput, decision],
];

const badNumbers = [
  ...[
    "10.5",
    "1e2",
    "-1",
    "-0",
    "1.0",
    "+1",
    "0x10",
    " 10 ",
    "1 0",
    "١٠",
    "１０",
    "NaN",
    "Infinity",
    "1e400",
    "null",
  ],
  ...[
    "9007199254740992",
    "9223372036854775808",
    "99999999999999999999",
    "1,5",
    "1_000",
    "true",
    "[]",
    "a\u0000",
  ],
];

describe.each(forms)("the form to %s", (_name, schema, fields) => {
  const numbers = Object.keys(fields).filter((name) => /^\d+$/.test(String(fields[name])));
  const ids = Object.keys(fields).filter((name) => name.endsWith("Id") || name === "line" || name === "to");
  const texts = Object.keys(fields).filter((name) =>
    ["note", "rationale", "customerReason", "reason", "reference"].includes(name),
  );

  const expectRefused = async (change: Fields) => {
    const answer = await submit(schema, { ...fields, ...change });
    expect([change, answer.status]).toEqual([change, "failed"]);
    expect(run).not.toHaveBeenCalled();
  };

  it("is taken as a browser sends it", async () => {
    expect(await submit(schema, { ...fields, $ACTION_KEY: "k" })).toEqual({ status: "done" });
    expect(run).toHaveBeenCalledOnce();
  });

  it.each(numbers)("refuses what is no whole number in %s", async (name) => {
    for (const value of badNumbers) await expectRefused({ [name]: value });
    await expectRefused({ [name]: ["1", "2"] });
  });

  it.each(ids)("refuses what is no id in %s", async (name) => {
    for (const value of badIds) await expectRefused({ [name]: value });
    await expectRefused({ [name]: "manual; drop table refunds" });
    if (name !== "line") await expectRefused({ [name]: [newId(), newId()] });
  });

  it.each(texts)(
    "refuses what PostgreSQL cannot keep in %s, what is too long, and what is there twice",
    async (name) => {
      for (const value of ["a\u0000b, for a reason", "x".repeat(1_501)])
        await expectRefused({ [name]: value });
      await expectRefused({ [name]: ["Because of this.", "Because of that."] });
    },
  );

  it.each(["tenantId", "tenant_id", "role", "amountCaptured", "approvedBy", "constructor", "a\u0000b"])(
    "refuses a field of the sender's own, %j",
    async (name) => {
      await expectRefused({ [name]: "x" });
    },
  );
});

describe("the form of the settings", () => {
  const refused = async (change: Fields) => {
    const answer = await submit(settingsForm, { ...settings, ...change });
    expect([change, answer.status]).toEqual([change, "failed"]);
    expect(run).not.toHaveBeenCalled();
  };

  it("is taken as a browser sends it", async () => {
    expect(await submit(settingsForm, settings)).toEqual({ status: "done" });
  });

  it.each(Object.keys(limits))("refuses what is no amount in %s", async (name) => {
    const bad = [
      "",
      "12.345",
      "1e2",
      "-1",
      "-0",
      "0x10",
      "1,2,3",
      "NaN",
      "Infinity",
      "١٠",
      "１０",
      "1_0",
      "a\u0000",
    ];
    for (const value of bad) await refused({ [name]: value });
    await refused({ [name]: "99999999999999999999" });
    await refused({ [name]: ["1", "2"] });
  });

  it("refuses a day without hours, a zone that is none, and what is no whole number", async () => {
    for (const change of [
      { "day.1": "" },
      { "businessHours.timeZone": "Mars/Olympus" },
      { "businessHours.fromMinute": "25:00" },
      { approvalHours: "0" },
      { approvalHours: "1.5" },
      { holdSeconds: "3601" },
      { deputyId: "me" },
    ]) {
      await refused(change);
    }
  });
});
