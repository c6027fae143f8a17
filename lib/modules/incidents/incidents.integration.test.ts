import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { noFollowThrough } from "@/lib/modules/cases/schema";
import { newId } from "@/lib/platform/ids";
import { stepsOf } from "@/lib/testing/invariants";
import { promise } from "@/lib/testing/promises";
import { createShop, type OpenCase, openCase, owner, type Shop } from "@/lib/testing/shop";
import { clearIncidents, ownIncident, retryIncident, skipIncident } from "./commands";
import { listIncidents, listStuck } from "./queries";
import { incidentWords } from "./words";

let shop: Shop;
let opened: OpenCase;
beforeEach(async () => {
  shop = await createShop();
  opened = await openCase(shop, [10_000]);
});
afterAll(() => owner.end());

/** A delivery that was given up, with the red step it leaves behind. */
async function giveUp(kind: "mail" | "crm", error: string, of = opened): Promise<string> {
  const id = newId();
  await owner`
    insert into makegood.effects (id, tenant_id, case_id, event_id, event_seq, kind, destination, subject_id, template, state, attempts, error)
    values (${id}, ${shop.tenantId}, ${of.caseId}, ${newId()}, 1, ${kind}, ${kind}, ${of.caseId}, 'refund_sent', 'dead', 12, ${error})`;
  await owner`
    update makegood.cases set needs_attention = 1, follow_through = (
      select jsonb_agg(case when step ->> 'step' = ${kind} then step || '{"state": "attention"}' else step end)
      from jsonb_array_elements(follow_through) step)
    where id = ${of.caseId}`;
  return id;
}

const failed = (amountMinor: number, reason = "insufficient_balance", of = opened) =>
  promise(shop, of, amountMinor, { state: "failed" }).then(async (id) => {
    await owner`update makegood.refunds set failure_reason = ${reason} where id = ${id}`;
    return id;
  });

describe("what is stuck", () => {
  it("is grouped by its cause, counted once, with what is at stake in each currency", async () => {
    const euros = await openCase(shop, [10_000], "EUR");
    await failed(1_000);
    await failed(200);
    const inEuros = await failed(400, "insufficient_balance", euros);
    await owner`update makegood.refunds set currency = 'EUR' where id = ${inEuros}`;
    await failed(50, "lost_or_stolen_card");
    await giveUp("mail", "The mail server did not take the mail.");
    const found = await listIncidents(shop.agent);
    expect(found.map(({ cause, count, amounts }) => [cause, count, amounts])).toEqual([
      [
        "payout.failed.insufficient_balance",
        3,
        [
          { currency: "EUR", amountMinor: 400 },
          { currency: "USD", amountMinor: 1_200 },
        ],
      ],
      ["payout.failed.lost_or_stolen_card", 1, [{ currency: "USD", amountMinor: 50 }]],
      ["mail.the-mail-server-did-not-take-the-mail", 1, []],
    ]);
    expect(incidentWords("payout.failed.insufficient_balance", "insufficient_balance").title).toContain(
      "insufficient balance",
    );
  });

  it("names an unknown payout only after five minutes, and a red step that nothing else explains", async () => {
    const refundId = await promise(shop, opened, 900, { state: "unknown" });
    await owner`
      insert into makegood.refund_attempts (id, tenant_id, refund_id, generation, state, provider_key)
      values (${newId()}, ${shop.tenantId}, ${refundId}, 1, 'unknown', ${refundId})`;
    expect(await listIncidents(shop.agent)).toEqual([]);
    await owner`update makegood.refund_attempts set started_at = now() - interval '6 minutes' where refund_id = ${refundId}`;
    expect(await listIncidents(shop.agent)).toMatchObject([{ cause: "payout.unknown", count: 1 }]);
    const other = await openCase(shop, [500]);
    await giveUp("crm", "x", other);
    await owner`delete from makegood.effects where case_id = ${other.caseId}`;
    expect(await listIncidents(shop.agent)).toMatchObject([
      { cause: "payout.unknown" },
      { cause: "step.crm", count: 1 },
    ]);
  });

  it("shows holds, payouts by hand, overdrawn charges and events that were parked", async () => {
    const held = await promise(shop, opened, 100);
    await owner`
      insert into makegood.refund_holds (id, tenant_id, refund_id, reason) values (${newId()}, ${shop.tenantId}, ${held}, 'chargeback')`;
    await promise(shop, opened, 100, { method: "manual" });
    await owner`
      insert into makegood.inbox (consumer_group, event_id, tenant_id, subject_id, event_seq, position, outcome)
      values ('crm-sync-cg', ${newId()}, ${shop.tenantId}, ${opened.caseId}, 1, 1, 'parked')`;
    await owner`update makegood.charges set external_refunded_minor = 9_900 where id = ${opened.chargeId}`;
    const causes = (await listIncidents(shop.agent)).map(({ cause }) => cause);
    expect(causes.toSorted()).toEqual([
      "charge.overdrawn",
      "event.parked",
      "payout.by_hand",
      "payout.held.chargeback",
    ]);
    expect((await listStuck(shop.agent, { cause: "charge.overdrawn" })).rows).toMatchObject([
      { caseId: opened.caseId, amountMinor: 100, currency: "USD" },
    ]);
  });

  it("is nobody else's: another shop sees and moves nothing", async () => {
    const effectId = await giveUp("crm", "The CRM did not take the message.");
    const stranger = await createShop();
    const cause = "crm.the-crm-did-not-take-the-message";
    expect(await listIncidents(stranger.lead)).toEqual([]);
    expect((await listStuck(stranger.lead, { cause })).rows).toEqual([]);
    await expect(retryIncident(stranger.lead, { cause, count: 1 })).rejects.toMatchObject({
      code: "not_found",
    });
    expect([...(await owner`select state from makegood.effects where id = ${effectId}`)]).toEqual([
      { state: "dead" },
    ]);
  });
});

describe("an incident", () => {
  const cause = "mail.the-mail-server-did-not-take-the-mail";
  const error = "The mail server did not take the mail.";

  it("is taken care of by whoever takes it, and over by itself when nothing is stuck any more", async () => {
    const effectId = await giveUp("mail", error);
    await ownIncident(shop.agent, { cause, ownerId: shop.agent.userId, note: "Called the host." });
    await clearIncidents();
    expect(await listIncidents(shop.lead)).toMatchObject([
      { ownerName: "Ana Ruiz", note: "Called the host." },
    ]);
    await owner`update makegood.effects set state = 'done' where id = ${effectId}`;
    await owner`update makegood.cases set needs_attention = 0 where id = ${opened.caseId}`;
    await clearIncidents();
    const rows =
      await owner`select cleared_at is not null as cleared from makegood.incidents where tenant_id = ${shop.tenantId}`;
    expect([...rows]).toEqual([{ cleared: true }]);
    await giveUp("mail", error);
    expect(await listIncidents(shop.lead), "new trouble has no owner").toMatchObject([{ ownerName: null }]);
  });

  it("sends every delivery again at once, with a row in the audit log for each, and asks anew when there are more", async () => {
    const other = await openCase(shop, [100]);
    const ids = [await giveUp("mail", error), await giveUp("mail", error, other)];
    await expect(retryIncident(shop.agent, { cause, count: 1 })).rejects.toMatchObject({ code: "conflict" });
    expect(await retryIncident(shop.agent, { cause, count: 2 })).toEqual({ done: 2, refused: [], left: 0 });
    const rows = await owner`select state, attempts from makegood.effects where id in ${owner(ids)}`;
    expect([...rows]).toEqual([
      { state: "retrying", attempts: 0 },
      { state: "retrying", attempts: 0 },
    ]);
    expect((await stepsOf(opened.caseId)).mail).toBe("waiting");
    expect(await listIncidents(shop.agent)).toEqual([]);
    const audit = await owner`
      select action, count(*)::int from makegood.audit_log where tenant_id = ${shop.tenantId} group by action order by action`;
    expect([...audit]).toEqual([
      { action: "effect.redriven", count: 2 },
      { action: "incident.retried", count: 1 },
    ]);
  });

  it("gathers mails that came back under one cause, and a reply among them counts no more once it is sent again", async () => {
    const other = await openCase(shop, [100]);
    await giveUp("mail", "The mail came back: 550 no such user", other);
    const reply = await giveUp("mail", "The mail came back: 552 mailbox full");
    await owner`update makegood.effects set template = 'reply' where id = ${reply}`;
    await owner`
      update makegood.cases set failed_replies = 1, needs_attention = 1, follow_through = ${owner.json(noFollowThrough as never)}
      where id = ${opened.caseId}`;
    expect(await listIncidents(shop.agent)).toMatchObject([{ cause: "mail.bounced", count: 2 }]);
    expect(await retryIncident(shop.agent, { cause: "mail.bounced", count: 2 })).toMatchObject({ done: 2 });
    expect(await listIncidents(shop.agent)).toEqual([]);
    const [found] =
      await owner`select failed_replies, needs_attention from makegood.cases where id = ${opened.caseId}`;
    expect(found).toEqual({ failed_replies: 0, needs_attention: 0 });
    expect((await stepsOf(opened.caseId)).mail, "no decision is made here").toBe("none");
  });

  it("is skipped by a lead alone, with the reason, and never with money in it", async () => {
    const effectId = await giveUp("mail", error);
    const reason = "The shop called each of them.";
    await expect(skipIncident(shop.agent, { cause, reason })).rejects.toMatchObject({ code: "forbidden" });
    expect(await skipIncident(shop.lead, { cause, reason })).toMatchObject({ done: 1 });
    const rows =
      await owner`select state, skipped_reason as reason from makegood.effects where id = ${effectId}`;
    expect([...rows]).toEqual([{ state: "skipped", reason }]);
    expect((await stepsOf(opened.caseId)).mail).toBe("skipped");
    await failed(100);
    await expect(
      skipIncident(shop.lead, { cause: "payout.failed.insufficient_balance", reason }),
    ).rejects.toMatchObject({ code: "invalid" });
  });

  it("pays failed refunds again up to the limit of whoever asks, and names what was left out", async () => {
    await owner`update makegood.charges set captured_minor = 100_000 where id = ${opened.chargeId}`;
    const [small, large] = [await failed(1_000), await failed(30_000)];
    await owner`update makegood.charges set reserved_minor = 0 where id = ${opened.chargeId}`;
    const input = { cause: "payout.failed.insufficient_balance", count: 2 };
    const outcome = await retryIncident(shop.agent, input);
    expect(outcome).toMatchObject({
      done: 1,
      refused: [{ words: expect.stringContaining("above your limit") }],
    });
    const states = async () =>
      (
        await owner`select id, state from makegood.refunds where tenant_id = ${shop.tenantId} order by id`
      ).map(({ id, state }) => [id, state]);
    expect(await states()).toEqual([
      [small, "scheduled"],
      [large, "failed"],
    ]);
    await expect(
      retryIncident({ ...shop.agent, role: "viewer" }, { ...input, count: 1 }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await retryIncident(shop.lead, { ...input, count: 1 });
    expect((await states()).map(([, state]) => state)).toEqual(["scheduled", "scheduled"]);
  });
});
