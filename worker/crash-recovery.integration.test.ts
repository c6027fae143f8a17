import { afterAll, afterEach, describe, expect, it } from "vitest";
import { proposeRefund } from "@/lib/modules/decisions/commands";
import { payoutKey } from "@/lib/modules/refunds/schema";
import { followedOnce, inspect, untilFollowedThrough } from "@/lib/testing/invariants";
import { failNextRefund, paidRefunds, refundCalls } from "@/lib/testing/outside";
import { startWorker, type WorkerProcess } from "@/lib/testing/processes";
import { createShop, openCase, owner, refundOf } from "@/lib/testing/shop";
import { until } from "@/lib/testing/until";

let worker: WorkerProcess | undefined;

afterEach(async () => {
  await worker?.stop();
  worker = undefined;
});
afterAll(() => owner.end());

const crashPoints = [
  "after_commit_before_relay",
  "after_exec_before_cursor",
  "after_effect_row_before_ack",
  "before_provider_call",
  "after_provider_call_before_result",
];

describe("a worker killed in the middle", () => {
  it.each(crashPoints)("at %s: paid, told and synced exactly once after the restart", async (point) => {
    const shop = await createShop();
    const opened = await openCase(shop, [4_210, 9_900]);
    const dying = await startWorker({ MAKEGOOD_CRASH_AT: point });
    await proposeRefund(shop.agent, refundOf(opened, [0]));
    expect(await dying.exited).toMatchObject({ signal: "SIGKILL" });

    worker = await startWorker();
    await untilFollowedThrough(opened);
    expect(await inspect(shop, opened)).toEqual(followedOnce(4_210));
  });
});

describe("a payout without an answer", () => {
  it("that paid and then timed out is shown as unknown, looked up and never paid twice", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [4_210]);
    await failNextRefund("timeout_after_paying", opened.paymentId);
    worker = await startWorker();
    await proposeRefund(shop.agent, refundOf(opened, [0]));

    const refund = await until("the refund is unknown", () => findRefund(opened.caseId, "unknown"));
    expect(await paidRefunds(opened.paymentId)).toHaveLength(1);
    expect(refund.payout).toBe("unknown");
    await untilFollowedThrough(opened);
    expect(await inspect(shop, opened)).toEqual(followedOnce(4_210));
  });

  it("that never reached the money is asked for again with the same key", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [4_210]);
    await failNextRefund("error_500_before", opened.paymentId);
    worker = await startWorker();
    await proposeRefund(shop.agent, refundOf(opened, [0]));

    await untilFollowedThrough(opened);
    expect(await inspect(shop, opened)).toEqual(followedOnce(4_210));
    const [refund] = await owner<
      { id: string }[]
    >`select id from makegood.refunds where case_id = ${opened.caseId}`;
    const calls = await refundCalls(payoutKey(refund?.id ?? "", 1));
    expect(calls.filter((call) => call.method === "POST")).toHaveLength(2);
  });

  it("refused by the provider stands in red, frees the money and tells the customer the truth", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [4_210]);
    await failNextRefund("not_refundable", opened.paymentId);
    worker = await startWorker();
    await proposeRefund(shop.agent, refundOf(opened, [0]));

    const refund = await until("the refund failed", () => findRefund(opened.caseId, "failed"));
    expect(refund.payout).toBe("attention");
    await until("the customer was told", async () => (await inspect(shop, opened)).mailSubjects.length > 0);
    expect(await inspect(shop, opened)).toMatchObject({
      refundAmounts: [],
      mailSubjects: [expect.stringContaining("problem with your refund")],
      isLedgerBalanced: true,
    });
    const [charge] = await owner<{ reserved_minor: number }[]>`
      select reserved_minor from makegood.charges where id = ${opened.chargeId}`;
    expect(charge?.reserved_minor).toBe(0);
  });
});

async function findRefund(caseId: string, state: string) {
  const [row] = await owner<{ id: string; payout: string }[]>`
    select r.id, jsonb_path_query_first(c.follow_through, '$[*] ? (@.step == "payout").state') #>> '{}' as payout
    from makegood.refunds r join makegood.cases c on c.id = r.case_id
    where r.case_id = ${caseId} and r.state = ${state}`;
  return row;
}
