import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { KeyActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { grantKey } from "@/lib/testing/api-keys";
import { createShop, type OpenCase, openCase, owner, refundOf, type Shop } from "@/lib/testing/shop";
import { until } from "@/lib/testing/until";
import {
  approveDecision,
  denyDecision,
  proposeRefund,
  proposeRefundIn,
  returnDecision,
  revokeDecision,
  withdrawDecision,
} from "./commands";
import { resumePayouts, stopPayouts } from "./kill-switch";
import { proposeRefundInput } from "./schema";

afterAll(() => owner.end());

const reason = "It pays too much since this morning.";
const note = "Because the test says so.";
let shop: Shop;
let key: KeyActor;

beforeEach(async () => {
  shop = await createShop();
  await grantKey(shop.tenantId);
  const [row] = await owner`select id from makegood.api_keys where tenant_id = ${shop.tenantId}`;
  key = {
    ...{ kind: "key", tenantId: shop.tenantId, keyId: String(row?.id), name: "Shop system", isAi: false },
    scopes: ["decision:propose", "decision:approve", "case:write"],
  };
});

const holdsOf = async (caseId: string): Promise<string[]> => {
  const rows = await owner<{ reason: string }[]>`
    select h.reason from makegood.refund_holds h
    join makegood.refunds r on r.tenant_id = h.tenant_id and r.id = h.refund_id
    where r.case_id = ${caseId} and h.lifted_at is null`;
  return rows.map((row) => row.reason);
};
const answerOf = (opened: OpenCase, outcome: "deny" | "need_info" | "escalate") =>
  proposeRefundInput.parse({ ...refundOf(opened, [0]), outcome, customerReason: "It was not broken." });
const stop = () => stopPayouts(shop.lead, { keyId: key.keyId, reason });

describe("a stopped key", () => {
  it("decides nothing alone: what it proposes waits, what it would tell a customer is refused", async () => {
    const [first, second] = [await openCase(shop, [4_000]), await openCase(shop, [4_000])];
    await stop();
    expect((await proposeRefund(key, refundOf(first, [0]))).state).toBe("awaiting_approval");
    for (const outcome of ["deny", "need_info"] as const) {
      await expect(proposeRefund(key, answerOf(second, outcome))).rejects.toMatchObject({
        code: "forbidden",
        publicMessage: expect.stringContaining("stopped"),
      });
    }
    expect((await proposeRefund(key, answerOf(second, "escalate"))).state).toBe("proposed");
  });

  it.each([
    ["approve", approveDecision],
    ["deny", denyDecision],
    ["return", returnDecision],
    ["withdraw", withdrawDecision],
  ] as const)("does not %s what others proposed", async (_name, act) => {
    const opened = await openCase(shop, [30_000]);
    const { id: decisionId } = await proposeRefund(shop.agent, refundOf(opened, [0]));
    await stop();
    const said = { decisionId, note, customerReason: "It was not broken." };
    await expect(act(key, said)).rejects.toMatchObject({ publicMessage: expect.stringContaining("stopped") });
  });

  it("does not revoke either: nobody knows what it does", async () => {
    const opened = await openCase(shop, [4_000]);
    const { id: decisionId } = await proposeRefund(key, refundOf(opened, [0]));
    await stop();
    await expect(revokeDecision(key, { decisionId, note })).rejects.toMatchObject({ code: "forbidden" });
  });
});

/** The key that takes this one's place, as rotating it makes it. */
async function rotated(old: KeyActor): Promise<KeyActor> {
  const keyId = newId();
  await owner`
    insert into makegood.api_keys (id, tenant_id, client_id, name, prefix, hash, scopes)
    select ${keyId}, tenant_id, coalesce(client_id, id), name, prefix, ${keyId}, scopes
    from makegood.api_keys where id = ${old.keyId}`;
  return { ...old, keyId, clientId: old.clientId ?? old.keyId };
}

describe("a key that takes the place of another", () => {
  it("is stopped by the stop of the other, and goes on when that is lifted", async () => {
    const [first, second] = [await openCase(shop, [4_000]), await openCase(shop, [4_000])];
    const switchId = await stop();
    const successor = await rotated(await rotated(key));
    expect((await proposeRefund(successor, refundOf(first, [0]))).state).toBe("awaiting_approval");
    expect(await stopPayouts(shop.lead, { keyId: successor.keyId, reason })).toBe(switchId);
    await resumePayouts(shop.lead, { switchId });
    expect((await proposeRefund(successor, refundOf(second, [0]))).state).toBe("approved");
  });

  it("is stopped with what the other decided, whichever of them is named", async () => {
    const opened = await openCase(shop, [4_000]);
    await proposeRefund(key, refundOf(opened, [0]));
    const successor = await rotated(key);
    const switchId = await stopPayouts(shop.lead, { keyId: successor.keyId, reason });
    expect(await holdsOf(opened.caseId)).toEqual(["kill_switch"]);
    await resumePayouts(shop.lead, { switchId });
    expect(await holdsOf(opened.caseId)).toEqual([]);
  });

  it("has the rest of the other's day, not a day of its own", async () => {
    await owner`
      update makegood.tenant_settings set limits = '{"USD":{"keyDailyMinor":7000}}' where tenant_id = ${shop.tenantId}`;
    const [first, second] = [await openCase(shop, [4_000]), await openCase(shop, [4_000])];
    expect((await proposeRefund(key, refundOf(first, [0]))).state).toBe("approved");
    expect((await proposeRefund(await rotated(key), refundOf(second, [0]))).state).toBe("awaiting_approval");
  });
});

describe("what a key decided", () => {
  it("for itself and for others waits while it is stopped, and goes on afterwards", async () => {
    const [own, others] = [await openCase(shop, [4_000]), await openCase(shop, [30_000])];
    await proposeRefund(key, refundOf(own, [0]));
    const { id: decisionId } = await proposeRefund(shop.agent, refundOf(others, [0]));
    await approveDecision(key, { decisionId, note: "" });
    const switchId = await stop();
    expect(await holdsOf(own.caseId)).toEqual(["kill_switch"]);
    expect(await holdsOf(others.caseId)).toEqual(["kill_switch"]);
    await resumePayouts(shop.lead, { switchId });
    expect([...(await holdsOf(own.caseId)), ...(await holdsOf(others.caseId))]).toEqual([]);
  });

  it("in the moment it was stopped is held too: the switch waits for what the key is doing", async () => {
    const opened = await openCase(shop, [4_000]);
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let decided = (): void => undefined;
    const hasDecided = new Promise<void>((resolve) => {
      decided = resolve;
    });
    const deciding = asActor(key, async (tx) => {
      await proposeRefundIn(tx, key, refundOf(opened, [0]));
      decided();
      await released;
    });
    await hasDecided;
    let isPlaced = false;
    const placing = stop().then(() => {
      isPlaced = true;
    });
    await until("the switch waits for the key", async () => {
      const [row] = await owner`
        select count(*)::int as waiting from pg_locks where locktype = 'advisory' and not granted`;
      return isPlaced || Number(row?.waiting) > 0;
    });
    release();
    await Promise.all([deciding, placing]);
    expect(await holdsOf(opened.caseId)).toEqual(["kill_switch"]);
  });
});
