import { afterAll, beforeEach, expect, it } from "vitest";
import { updateSettingsInput } from "@/lib/modules/access/schema";
import { defaultSettings } from "@/lib/modules/access/settings";
import { findSettings, updateSettings } from "@/lib/modules/access/settings-commands";
import type { MemberActor } from "@/lib/platform/actor";
import { createAdmin, createShop, owner, type Shop } from "@/lib/testing/shop";
import { delegate, revokeDelegation } from "./delegations";
import { resumePayouts, stopPayouts } from "./kill-switch";

afterAll(() => owner.end());

const reason = "It pays too much since this morning.";
let shop: Shop;
let admin: MemberActor;

beforeEach(async () => {
  shop = await createShop();
  admin = await createAdmin(shop);
});

const times = <Result>(count: number, act: (index: number) => Promise<Result>) =>
  Promise.allSettled(Array.from({ length: count }, (_, index) => act(index)));
const audited = async (action: string): Promise<number> => {
  const [row] = await owner`
    select count(*)::int as times from makegood.audit_log where tenant_id = ${shop.tenantId} and action = ${action}`;
  return Number(row?.times);
};

it("of 50 tabs that save the same settings one wins, and the others learn the version there is now", async () => {
  const { version } = await findSettings(admin);
  const { version: _, ...former } = defaultSettings;
  const save = (holdSeconds: number) =>
    updateSettings(admin, updateSettingsInput.parse({ ...former, version, holdSeconds }));
  const ended = await times(50, (index) => save(index + 1));
  const won = ended.findIndex(({ status }) => status === "fulfilled");
  const refused = ended.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  expect(refused).toHaveLength(49);
  for (const one of refused)
    expect(one).toMatchObject({ code: "conflict", detail: { more: { version: version + 1 } } });
  expect(await findSettings(admin)).toMatchObject({ version: version + 1, holdSeconds: won + 1 });
  expect(await audited("settings.changed")).toBe(1);
  // Back in the tab of before: nothing of it is saved either.
  await expect(save(7)).rejects.toMatchObject({ code: "conflict" });
});

it("a stop that is sent 50 times is one stop, and lifted 50 times it is lifted once", async () => {
  const placed = await times(50, (index) => stopPayouts(index % 2 ? shop.lead : shop.finance, { reason }));
  const ids = new Set(placed.map((one) => (one.status === "fulfilled" ? one.value : String(one.reason))));
  expect(ids.size).toBe(1);
  expect(await audited("payouts.stopped")).toBe(1);
  const [switchId = ""] = ids;
  const lifted = await times(50, () => resumePayouts(shop.finance, { switchId }));
  expect(lifted.filter(({ status }) => status === "rejected")).toEqual([]);
  expect(await audited("payouts.resumed")).toBe(1);
});

it("a right that is lent 50 times at once is lent once, and taken back 50 times it is taken back once", async () => {
  const until = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  const lent = await times(50, () => delegate(shop.lead, { toId: shop.agent.userId, until }));
  const ids = new Set(lent.map((one) => (one.status === "fulfilled" ? one.value : String(one.reason))));
  expect(ids.size).toBe(1);
  expect(await audited("delegation.created")).toBe(1);
  const [id = ""] = ids;
  const ended = await times(50, () => revokeDelegation(shop.lead, id));
  expect(ended.filter(({ status }) => status === "rejected")).toEqual([]);
  expect(await audited("delegation.revoked")).toBe(1);
});
