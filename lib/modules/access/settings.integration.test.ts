import { beforeEach, expect, it } from "vitest";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { addAdmin } from "@/lib/testing/admin";
import { createShop, owner, type Shop } from "@/lib/testing/shop";
import { createKey, findKeyActor } from "./api-keys";
import { forgetOldAnswers } from "./jobs";
import { liftSwitch, placeSwitch } from "./kill-switches";
import { type CurrencyLimits, updateSettingsInput } from "./schema";
import { defaultSettings, limitsOf, listActiveSwitches, loadSettings } from "./settings";
import { updateSettings } from "./settings-commands";

let shop: Shop;
let admin: MemberActor;
beforeEach(async () => {
  shop = await createShop();
  // As on the first day, when nobody has set anything.
  await owner`delete from makegood.tenant_settings where tenant_id = ${shop.tenantId}`;
  admin = await addAdmin(shop.tenantId);
});

const limits: CurrencyLimits = {
  ...{
    keyMinor: 1_000,
    agentMinor: 5_000,
    leadMinor: 50_000,
    keyDailyMinor: 10_000,
    agentDailyMinor: 20_000,
  },
  ...{ fourEyesMinor: 30_000, stepUpMinor: 40_000, leadDailyMinor: 200_000 },
};
const { version: _, ...defaults } = defaultSettings;
const input = (version: number, changes: Record<string, unknown> = {}) =>
  updateSettingsInput.parse({ ...defaults, ...changes, version });
const load = () => asActor(shop.lead, (tx) => loadSettings(tx, shop.tenantId));

it("sets limits and hours, and writes down what changed and nothing else", async () => {
  expect(await updateSettings(admin, input(0, { limits: { EUR: limits }, holdSeconds: 60 }))).toBe(1);
  const deputyId = shop.finance.userId;
  expect(await updateSettings(admin, input(1, { limits: { EUR: limits }, holdSeconds: 60, deputyId }))).toBe(
    2,
  );
  const settings = await load();
  expect(settings).toMatchObject({ version: 2, holdSeconds: 60, deputyId });
  expect(limitsOf(settings, "EUR")).toEqual(limits);
  expect(limitsOf(settings, "USD")).toEqual(limitsOf(defaultSettings, "USD"));
  const acts = await owner`
    select actor_id, before, after from makegood.audit_log
    where tenant_id = ${shop.tenantId} and action = 'settings.changed' order by created_at`;
  expect(acts[1]).toEqual({
    actor_id: admin.userId,
    before: { deputyId: null, version: 1 },
    after: { deputyId, version: 2 },
  });
});

it("is changed by admins alone, who proved themselves within ten minutes", async () => {
  for (const member of [shop.agent, shop.lead, shop.finance])
    await expect(updateSettings(member, input(0))).rejects.toMatchObject({ code: "forbidden" });
  const pretender: MemberActor = { ...shop.lead, role: "admin" };
  await expect(updateSettings(pretender, input(0))).rejects.toMatchObject({ cause: { code: "42501" } });
  await owner`update makegood.sessions set factor_verified_at = now() - interval '11 minutes' where id = ${admin.sessionId}`;
  await expect(updateSettings(admin, input(0))).rejects.toMatchObject({ cause: { code: "42501" } });
  expect((await load()).version).toBe(0);
});

it("lets one of several admins who change it at the same moment, and tells the others", async () => {
  for (const version of [0, 1]) {
    const results = await Promise.allSettled(
      [1, 2, 3, 4].map((seconds) => updateSettings(admin, input(version, { holdSeconds: seconds }))),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const lost = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    for (const error of lost)
      expect(error).toMatchObject({ code: "conflict", detail: { more: { version: version + 1 } } });
  }
});

it("takes for a deputy only a lead or somebody of finance who works there now", async () => {
  const elsewhere = await createShop();
  for (const deputyId of [shop.agent.userId, admin.userId, elsewhere.lead.userId, newId()])
    await expect(updateSettings(admin, input(0, { deputyId }))).rejects.toMatchObject({
      code: "invalid",
      detail: { field: "deputyId" },
    });
  await owner`update makegood.members set disabled_at = now() where user_id = ${shop.finance.userId}`;
  await expect(updateSettings(admin, input(0, { deputyId: shop.finance.userId }))).rejects.toThrow();
  expect(await updateSettings(admin, input(0, { deputyId: shop.lead.userId }))).toBe(1);
});

it.each<[string, Record<string, unknown>]>([
  ["limits.EUR.keyMinor", { limits: { EUR: { ...limits, keyMinor: -1 } } }],
  ["limits.EUR.keyMinor", { limits: { EUR: { ...limits, keyMinor: 1.5 } } }],
  ["limits.EUR.leadMinor", { limits: { EUR: { ...limits, leadMinor: "50000" } } }],
  ["limits.EUR.stepUpMinor", { limits: { EUR: { ...limits, stepUpMinor: undefined } } }],
  ["limits.euro", { limits: { euro: limits } }],
  ["businessHours.timeZone", { businessHours: { ...defaults.businessHours, timeZone: "Mars/Olympus" } }],
  ["businessHours.days", { businessHours: { ...defaults.businessHours, days: [] } }],
  ["businessHours.days", { businessHours: { ...defaults.businessHours, days: [1, 1] } }],
  ["businessHours.days.0", { businessHours: { ...defaults.businessHours, days: [7] } }],
  ["businessHours.toMinute", { businessHours: { ...defaults.businessHours, toMinute: 540 } }],
  ["businessHours.toMinute", { businessHours: { ...defaults.businessHours, toMinute: 1_441 } }],
  ["approvalHours", { approvalHours: 0 }],
  ["approvalHours", { approvalHours: 401 }],
  ["holdSeconds", { holdSeconds: 3_601 }],
  ["allowsAutoDeny", { allowsAutoDeny: "yes" }],
  ["deputyId", { deputyId: "somebody" }],
])("refuses settings whose %s makes no sense", (path, changes) => {
  const parsed = updateSettingsInput.safeParse({ ...defaults, version: 0, ...changes });
  expect(parsed.error?.issues.map((issue) => issue.path.join("."))).toEqual([path]);
});

const stop = (actor: MemberActor, keyId?: string) =>
  asActor(actor, (tx) => placeSwitch(tx, actor, { reason: "Somebody drains the account.", keyId }));
const resume = (actor: MemberActor, switchId: string) =>
  asActor(actor, (tx) => liftSwitch(tx, actor, { switchId }));
const active = (keyId?: string) => asActor(shop.lead, (tx) => listActiveSwitches(tx, shop.tenantId, keyId));

it("stops payouts once however many stop them, and lets them go on again", async () => {
  const ids = await Promise.all([stop(shop.lead), stop(shop.finance), stop(admin), stop(shop.secondLead)]);
  expect(new Set(ids).size).toBe(1);
  expect(await active()).toMatchObject([{ id: ids[0], keyId: null }]);
  const lifted = await Promise.all([resume(shop.finance, ids[0] ?? ""), resume(admin, ids[0] ?? "")]);
  expect(lifted.filter((one) => one !== undefined)).toEqual([{ keyId: null }]);
  expect(await active()).toEqual([]);
  const acts = await owner`
    select action from makegood.audit_log where tenant_id = ${shop.tenantId} order by created_at`;
  expect(acts.map(({ action }) => action)).toEqual(["payouts.stopped", "payouts.resumed"]);
  expect(await stop(shop.lead)).not.toBe(ids[0]);
});

it("stops one key and leaves the others alone", async () => {
  const newKey = async () =>
    (await findKeyActor(await createKey(admin, { name: "AI", scopes: ["case:read"], expiresInDays: 1 })))
      ?.keyId ?? "";
  const [stopped, other] = [await newKey(), await newKey()];
  const switchId = await stop(shop.lead, stopped);
  expect(await stop(shop.finance, stopped)).toBe(switchId);
  expect(await active(stopped)).toMatchObject([{ id: switchId, keyId: stopped }]);
  expect(await active(other)).toEqual([]);
  expect(await resume(shop.lead, switchId)).toEqual({ keyId: stopped });
  await expect(stop(shop.lead, newId())).rejects.toMatchObject({ code: "not_found" });
});

it("is stopped by whoever answers for money, and lifted by finance, an admin or the lead who placed it", async () => {
  for (const member of [shop.agent, { ...shop.agent, role: "viewer" as const }])
    await expect(stop(member)).rejects.toMatchObject({ code: "forbidden" });
  const switchId = await stop(shop.lead);
  for (const member of [shop.agent, shop.secondLead])
    await expect(resume(member, switchId)).rejects.toMatchObject({ code: "forbidden" });
  const elsewhere = await createShop();
  await expect(resume(elsewhere.finance, switchId)).rejects.toMatchObject({ code: "not_found" });
  expect(await active()).toHaveLength(1);
  expect(await resume(shop.lead, switchId)).toEqual({ keyId: null });
});

it("keeps the answers to repeated requests for thirty days, and forgets what is older than thirty-five", async () => {
  const answer = (days: number) => owner`
    insert into makegood.idempotency_keys (tenant_id, client_id, key, request_hash, status, body, created_at)
    values (${shop.tenantId}, ${newId()}, ${`${days} days`}, 'x', 200, '{}', now() - make_interval(days => ${days}))`;
  for (const days of [0, 30, 36, 400]) await answer(days);
  expect(await forgetOldAnswers()).toBeGreaterThanOrEqual(2);
  const kept =
    await owner`select key from makegood.idempotency_keys where tenant_id = ${shop.tenantId} order by key`;
  expect(kept.map(({ key }) => key)).toEqual(["0 days", "30 days"]);
});
