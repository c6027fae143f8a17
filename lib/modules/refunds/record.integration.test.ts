import { afterAll, expect, it } from "vitest";
import type { SystemActor } from "@/lib/platform/actor";
import { newId } from "@/lib/platform/ids";
import { promise } from "@/lib/testing/promises";
import { createShop, openCase, owner } from "@/lib/testing/shop";
import { recordProviderEvent } from "./record";
import { payoutKey } from "./schema";

afterAll(() => owner.end());

// A refund whose first try failed and whose second one is on its way.
async function createSecondAttempt() {
  const shop = await createShop();
  const opened = await openCase(shop, [4_210]);
  const refundId = await promise(shop, opened, 4_210, { state: "submitting" });
  await owner`update makegood.refunds set generation = 2 where id = ${refundId}`;
  const [old, newer] = [newId(), newId()];
  for (const [index, id] of [old, newer].entries()) {
    const generation = index + 1;
    await owner`
      insert into makegood.refund_attempts (id, tenant_id, refund_id, generation, state, provider_key)
      values (${id}, ${shop.tenantId}, ${refundId}, ${generation}, ${generation === 1 ? "unknown" : "submitting"},
        ${payoutKey(refundId, generation)})`;
  }
  const system: SystemActor = { kind: "system", tenantId: shop.tenantId, name: "Payment provider" };
  return { shop, opened, refundId, old, newer, system };
}

const stateOf = async (refundId: string) => {
  const [refund] = await owner<
    { state: string }[]
  >`select state from makegood.refunds where id = ${refundId}`;
  const attempts = await owner<{ state: string }[]>`
    select state from makegood.refund_attempts where refund_id = ${refundId} order by generation`;
  return { refund: refund?.state, attempts: attempts.map((attempt) => attempt.state) };
};

const report = (attemptId: string, state: "failed" | "succeeded", providerRefundId: string) => ({
  providerRefundId,
  state,
  amountMinor: 4_210,
  failureReason: state === "failed" ? "declined" : null,
  attemptId,
});

it("news of an old attempt, late and twice, stays with it and changes nothing newer", async () => {
  const { refundId, old, system, opened } = await createSecondAttempt();
  const late = {
    id: `evt_${newId()}`,
    type: "refund.failed",
    refundId,
    refund: report(old, "failed", `re_${old}`),
  };
  await recordProviderEvent(system, late);
  await recordProviderEvent(system, late);
  await recordProviderEvent(system, { ...late, id: `evt_${newId()}` });

  expect(await stateOf(refundId)).toEqual({ refund: "submitting", attempts: ["failed", "submitting"] });
  const events = await owner`
    select type from makegood.outbox where subject_id = ${opened.caseId} and type like 'refund.%'`;
  expect(events).toHaveLength(0);
});

it("news of the newest attempt settles the refund, once", async () => {
  const { refundId, newer, system, opened } = await createSecondAttempt();
  const paid = {
    id: `evt_${newId()}`,
    type: "refund.updated",
    refundId,
    refund: report(newer, "succeeded", `re_${newer}`),
  };
  await recordProviderEvent(system, paid);
  await recordProviderEvent(system, { ...paid, id: `evt_${newId()}` });

  expect(await stateOf(refundId)).toMatchObject({ refund: "succeeded", attempts: ["unknown", "succeeded"] });
  const events = await owner`
    select type from makegood.outbox where subject_id = ${opened.caseId} and type = 'refund.succeeded'`;
  expect(events).toHaveLength(1);
});

it("of another tenant's refund changes nothing", async () => {
  const { refundId, newer } = await createSecondAttempt();
  const stranger = await createShop();
  const system: SystemActor = { kind: "system", tenantId: stranger.tenantId, name: "Payment provider" };
  const paid = {
    id: `evt_${newId()}`,
    type: "refund.updated",
    refundId,
    refund: report(newer, "succeeded", `re_${newer}`),
  };
  await recordProviderEvent(system, paid);
  expect((await stateOf(refundId)).refund).toBe("submitting");
});
