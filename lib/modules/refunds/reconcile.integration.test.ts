import { afterAll, beforeEach, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { chargeOf, promise } from "@/lib/testing/promises";
import { refundByHand } from "@/lib/testing/provider";
import { createShop, type OpenCase, openCase, owner, type Shop } from "@/lib/testing/shop";
import { findReconciliation, requestReconciliation, takeInMismatch } from "./mismatches";
import { listTenantsToReconcile, reconcileTenant } from "./reconcile";

let shop: Shop;
let opened: OpenCase;
beforeEach(async () => {
  shop = await createShop();
  opened = await openCase(shop, [4_210]);
});
afterAll(() => owner.end());

/** What a lead finds after asking for a comparison. */
async function compared() {
  await requestReconciliation(shop.lead);
  expect(await listTenantsToReconcile()).toContain(shop.tenantId);
  await reconcileTenant(shop.tenantId);
  return findReconciliation(shop.lead);
}

/** A refund of ours as it stands after its try, without anybody having paid it. */
async function claimPaid(state = "succeeded"): Promise<string> {
  const refundId = await promise(shop, opened, 1_000, { state });
  await owner`update makegood.refunds set submitted_at = now() - interval '1 hour' where id = ${refundId}`;
  await owner`
    insert into makegood.refund_attempts (id, tenant_id, refund_id, generation, state, provider_key, started_at)
    values (${newId()}, ${shop.tenantId}, ${refundId}, 1, ${state}, ${refundId}, now() - interval '1 hour')`;
  return refundId;
}

it("finds a refund at the provider that we do not know, and takes it in once when a lead says so", async () => {
  const providerRefundId = await refundByHand(opened.paymentId, 210);
  const { last, mismatches } = await compared();
  expect(last).toMatchObject({ isAsked: false, compared: 1, isPartial: false, error: null });
  expect(mismatches).toMatchObject([
    {
      kind: "theirs_not_ours",
      providerRefundId,
      theirsMinor: 210,
      currency: "USD",
      theirsState: "succeeded",
    },
  ]);
  const [found] = mismatches;
  await expect(takeInMismatch(shop.agent, found?.id ?? "")).rejects.toMatchObject({ code: "forbidden" });
  await takeInMismatch(shop.lead, found?.id ?? "");
  expect(await chargeOf(opened)).toMatchObject({ external: 210 });
  await expect(takeInMismatch(shop.lead, found?.id ?? "")).rejects.toMatchObject({ code: "not_found" });
  expect((await compared()).mismatches).toEqual([]);
  expect(await chargeOf(opened)).toMatchObject({ external: 210 });
  const audit = await owner`
    select 1 from makegood.audit_log where tenant_id = ${shop.tenantId} and action = 'refund.mismatch_taken_in'`;
  expect(audit).toHaveLength(1);
});

it("finds a refund that only we know, and lets nobody take over what cannot be right", async () => {
  const refundId = await claimPaid();
  const { mismatches } = await compared();
  expect(mismatches).toMatchObject([
    { kind: "ours_not_theirs", refundId, caseId: opened.caseId, oursMinor: 1_000, theirsMinor: null },
  ]);
  await expect(takeInMismatch(shop.finance, mismatches[0]?.id ?? "")).rejects.toMatchObject({
    code: "forbidden",
  });
  await owner`update makegood.refund_attempts set state = 'failed' where refund_id = ${refundId}`;
  expect((await compared()).mismatches, "it went away by itself").toEqual([]);
});

it("shows nobody the differences of another shop, and lets an agent look but not ask", async () => {
  await refundByHand(opened.paymentId, 210);
  const { mismatches } = await compared();
  const other = await createShop();
  expect((await findReconciliation(other.lead)).mismatches).toEqual([]);
  await expect(takeInMismatch(other.lead, mismatches[0]?.id ?? "")).rejects.toMatchObject({
    code: "not_found",
  });
  expect((await findReconciliation(shop.agent)).mismatches).toHaveLength(1);
  await expect(requestReconciliation(shop.agent)).rejects.toMatchObject({ code: "forbidden" });
});

it("compares a new shop only after its first hour, and each shop once an hour", async () => {
  expect(await listTenantsToReconcile()).not.toContain(shop.tenantId);
  await owner`update makegood.tenants set created_at = now() - interval '2 hours' where id = ${shop.tenantId}`;
  expect(await listTenantsToReconcile()).toContain(shop.tenantId);
  await reconcileTenant(shop.tenantId);
  expect(await listTenantsToReconcile()).not.toContain(shop.tenantId);
});
