import { afterAll, describe, expect, it } from "vitest";
import { mergeCase } from "@/lib/modules/cases/merge";
import { newId } from "@/lib/platform/ids";
import { newMailId, rawBounce, rawMail } from "@/lib/testing/mails";
import { createShop, openCase, owner, type Shop } from "@/lib/testing/shop";
import { openTwin } from "@/lib/testing/thread";
import { until } from "@/lib/testing/until";
import { messageIdOf, replyAddress, supportAddress } from "./addresses";
import { receiveMail } from "./receive";

afterAll(() => owner.end());

const newAddress = () => `customer-${newId()}@example.test`;

/** Receives a mail and says what became of it at its only tenant. */
async function receive(raw: Buffer, envelope?: Parameters<typeof receiveMail>[1]) {
  const received = await receiveMail(raw, envelope);
  if (received.status === "refused") throw new Error(received.message);
  const [taken] = received.taken;
  return { outcome: taken?.outcome, caseId: taken?.caseId ?? "" };
}

const threadOf = (caseId: string) =>
  owner<{ kind: string; author: string; body: string; channel: string }[]>`
    select kind, author_name as author, body, channel from makegood.messages
    where case_id = ${caseId} order by created_at, id`;

async function caseOf(caseId: string) {
  const [found] = await owner<
    {
      conversation: string;
      channel: string;
      number: number;
      orderId: string | null;
      customerId: string;
      attention: number;
    }[]
  >`select conversation, channel, number, order_id as "orderId", customer_id as "customerId", needs_attention as attention
    from makegood.cases where id = ${caseId}`;
  if (!found) throw new Error("no case");
  return found;
}

const setCase = (caseId: string, conversation: string, mergedIntoId: string | null = null) =>
  owner`update makegood.cases set conversation = ${conversation}, merged_into_id = ${mergedIntoId} where id = ${caseId}`;

/** A mail of ours about a case that was sent: an effect, and for a reply its message. */
async function sendMail(shop: Shop, caseId: string, template: "reply" | "refund_sent"): Promise<string> {
  const [effectId, messageId] = [newId(), newId()];
  await owner`
    insert into makegood.effects (id, tenant_id, case_id, event_id, event_seq, kind, destination, subject_id, template, state)
    values (${effectId}, ${shop.tenantId}, ${caseId}, ${newId()}, 1, 'mail', 'mail', ${messageId}, ${template}, 'done')`;
  return effectId;
}

describe("a customer's first mail", () => {
  it("opens a case with its words, its files and the order that it names", async () => {
    const shop = await createShop();
    const known = await openCase(shop, [1_000]);
    const [order] = await owner<{ number: string }[]>`
      select external_id as number from makegood.orders where id = ${known.orderId}`;
    const raw = rawMail({
      ...{ from: `Ben <${known.customerEmail}>`, to: supportAddress(shop.slug), subject: "Größe" },
      text: `Order ${order?.number} is too small.\r\nSee the list.`,
      parts: [
        { type: "text/csv", body: "a;b\n1;2\n", name: "../list.csv" },
        { type: "image/png", body: "<html><script>", name: "photo.png" },
      ],
    });
    const { outcome, caseId } = await receive(raw);
    expect(outcome).toBe("opened");
    expect(await caseOf(caseId)).toMatchObject({
      conversation: "open",
      channel: "mail",
      orderId: known.orderId,
    });
    const thread = await threadOf(caseId);
    expect(thread[0]).toMatchObject({ kind: "customer", author: "Ben Osei", channel: "mail" });
    expect(thread[1]).toMatchObject({
      kind: "event",
      body: expect.stringContaining("photo.png is no image"),
    });
    const files = await owner`
      select name, media_type, is_staff_only from makegood.attachments where case_id = ${caseId}`;
    expect([...files]).toEqual([{ name: "list.csv", media_type: "text/csv", is_staff_only: false }]);
  });

  it("from somebody new makes them a customer, once, however many come at the same time", async () => {
    const shop = await createShop();
    const from = newAddress();
    const mails = Array.from({ length: 4 }, () =>
      rawMail({ from: `Nora <${from}>`, to: supportAddress(shop.slug) }),
    );
    const all = await Promise.all(mails.map((raw) => receive(raw)));
    expect(new Set(all.map(({ caseId }) => caseId)).size).toBe(4);
    const customers = await owner`select name from makegood.customers where email = ${from}`;
    expect([...customers]).toEqual([{ name: "Nora" }]);
  });

  it("never gets the order of somebody else", async () => {
    const shop = await createShop();
    const other = await openCase(shop, [1_000]);
    const [order] = await owner<{ number: string }[]>`
      select external_id as number from makegood.orders where id = ${other.orderId}`;
    const { caseId } = await receive(
      rawMail({ from: newAddress(), to: supportAddress(shop.slug), text: `My order is ${order?.number}.` }),
    );
    expect((await caseOf(caseId)).orderId).toBeNull();
  });

  it("is refused when nobody has the address, when it is no mail, and above 25 MB", async () => {
    const from = newAddress();
    for (const to of ["support+nobody-here@makegood.test", "someone@elsewhere.test"]) {
      expect(await receiveMail(rawMail({ from, to }))).toMatchObject({ reason: "unknown_recipient" });
    }
    expect(await receiveMail(Buffer.from("nothing"))).toMatchObject({ reason: "unreadable" });
    expect(await receiveMail(Buffer.alloc(25 * 1024 * 1024 + 1, "a"))).toMatchObject({ reason: "too_large" });
  });

  it("comes to a tenant's own address, and never to a workspace that was closed", async () => {
    const shop = await createShop();
    const address = `help-${newId()}@shop.test`;
    await owner`update makegood.tenants set mail_address = ${address} where id = ${shop.tenantId}`;
    expect((await receive(rawMail({ from: newAddress(), to: `Help <${address}>` }))).outcome).toBe("opened");
    const envelope = { sender: newAddress(), recipients: [address.toUpperCase()] };
    expect((await receive(rawMail({ from: newAddress(), to: "undisclosed:;" }), envelope)).outcome).toBe(
      "opened",
    );
    await owner`update makegood.tenants set deleted_at = now() where id = ${shop.tenantId}`;
    expect(await receiveMail(rawMail({ from: newAddress(), to: address }))).toMatchObject({
      status: "refused",
    });
  });
});

describe("the same mail", () => {
  it("twice, and ten times at once, is one message", async () => {
    const shop = await createShop();
    const raw = rawMail({ from: newAddress(), to: supportAddress(shop.slug) });
    const all = await Promise.all(Array.from({ length: 10 }, () => receive(raw)));
    expect(all.filter(({ outcome }) => outcome === "opened")).toHaveLength(1);
    expect(new Set(all.map(({ caseId }) => caseId)).size).toBe(1);
    expect((await receive(raw)).outcome).toBe("duplicate");
    expect(await threadOf(all[0]?.caseId ?? "")).toHaveLength(1);
  });

  it("to two tenants is a case of each, and neither sees the other's", async () => {
    const [one, two] = [await createShop(), await createShop()];
    const to = `${supportAddress(one.slug)}, ${supportAddress(two.slug)}`;
    const received = await receiveMail(rawMail({ from: newAddress(), to }));
    const taken = received.status === "taken" ? received.taken : [];
    expect(taken.map(({ tenantId, outcome }) => [tenantId, outcome]).toSorted()).toEqual(
      [
        [one.tenantId, "opened"],
        [two.tenantId, "opened"],
      ].toSorted(),
    );
    expect(new Set(taken.map(({ caseId }) => caseId)).size).toBe(2);
  });
});

describe("an answer", () => {
  it("finds its case by the signed address alone, wakes it and is shown without the quote", async () => {
    const shop = await createShop();
    const known = await openCase(shop, [1_000]);
    await setCase(known.caseId, "snoozed");
    const text = "42, please.\r\n\r\nOn Tue, Shop wrote:\r\n> Which size?";
    const answer = { from: known.customerEmail, to: replyAddress(known.caseId), subject: "no number", text };
    expect(await receive(rawMail(answer))).toEqual({ outcome: "added", caseId: known.caseId });
    expect((await caseOf(known.caseId)).conversation).toBe("open");
    expect(await threadOf(known.caseId)).toMatchObject([
      { kind: "customer", author: "Ben Osei", body: "42, please." },
    ]);
    const [kept] = await owner`select body from makegood.incoming_mails where case_id = ${known.caseId}`;
    expect(kept?.body).toContain("> Which size?");
  });

  it("finds its case by the mails it answers, by our ids, and by the number from the customer's own address", async () => {
    const shop = await createShop();
    const known = await openCase(shop, [1_000]);
    const base = { from: known.customerEmail, to: supportAddress(shop.slug) };
    const effectId = await sendMail(shop, known.caseId, "refund_sent");
    const byEffect = rawMail({ ...base, headers: { "In-Reply-To": messageIdOf(effectId) } });
    expect((await receive(byEffect)).caseId).toBe(known.caseId);
    const messageId = newMailId();
    const { number } = await caseOf(known.caseId);
    const byNumber = rawMail({ ...base, subject: `AW: [#${number}]`, messageId });
    expect((await receive(byNumber)).caseId).toBe(known.caseId);
    const byReference = rawMail({ ...base, headers: { References: `<other@x> ${messageId}` } });
    expect((await receive(byReference)).caseId).toBe(known.caseId);
  });

  it("of somebody else who names the number opens a case of their own", async () => {
    const shop = await createShop();
    const known = await openCase(shop, [1_000]);
    const { number } = await caseOf(known.caseId);
    const forged = await receive(
      rawMail({ from: newAddress(), to: supportAddress(shop.slug), subject: `Re: hi [#${number}]` }),
    );
    expect(forged.outcome).toBe("opened");
    expect(forged.caseId).not.toBe(known.caseId);
    expect(await threadOf(known.caseId)).toEqual([]);
  });

  it("of somebody else who holds the signed address is marked as such", async () => {
    const shop = await createShop();
    const known = await openCase(shop, [1_000]);
    const from = newAddress();
    await receive(rawMail({ from: `Friend <${from}>`, to: replyAddress(known.caseId) }));
    expect((await threadOf(known.caseId))[0]?.author).toBe(`Friend <${from}>, from another address`);
  });

  it("with ids or a number of another tenant opens a new case", async () => {
    const [shop, other] = [await createShop(), await createShop()];
    const theirs = await openCase(other, [1_000]);
    const effectId = await sendMail(other, theirs.caseId, "refund_sent");
    const { number } = await caseOf(theirs.caseId);
    const raw = rawMail({
      ...{ from: theirs.customerEmail, to: supportAddress(shop.slug), subject: `[#${number}]` },
      headers: { References: messageIdOf(effectId) },
    });
    const received = await receive(raw);
    expect(received.outcome).toBe("opened");
    expect(await threadOf(theirs.caseId)).toEqual([]);
  });

  it("and a merge of its case at the same moment never wait for each other in a circle", async () => {
    const shop = await createShop();
    // Whoever merges holds the older case first, and the answer is to the newer one.
    const older = await openCase(shop, [1_000]);
    const { id: newer } = await openTwin(shop, older);
    const raw = rawMail({
      from: older.customerEmail,
      to: replyAddress(newer),
      subject: "Re",
      text: "Both at once",
    });
    const waiting = async () =>
      (await owner<{ count: number }[]>`select count(*)::int as count from pg_locks where not granted`)[0]
        ?.count ?? 0;
    const atOnce = await owner.begin(async (sql) => {
      await sql`select from makegood.cases where id in ${sql([older.caseId, newer])} for update`;
      const answer = receive(raw);
      await until("the mail waits for its case", async () => (await waiting()) >= 1);
      const { number } = await caseOf(older.caseId);
      const merge = mergeCase(shop.lead, { caseId: newer, intoNumber: number });
      await until("the merge waits, too", async () => (await waiting()) >= 2);
      await sql`update makegood.cases set conversation = 'merged', merged_into_id = ${older.caseId} where id = ${newer}`;
      return { answer, merge };
    });
    const [answer] = await Promise.all([atOnce.answer, atOnce.merge]);
    expect(answer).toEqual({ outcome: "added", caseId: older.caseId });
    expect((await threadOf(older.caseId)).map(({ body }) => body)).toContain("Both at once");
  });

  it("to a merged case goes on in its target; to a closed one it opens a new case that says so", async () => {
    const shop = await createShop();
    const [merged, target, closed] = [
      await openCase(shop, [1_000]),
      await openCase(shop, [1_000]),
      await openCase(shop, [1_000]),
    ];
    await setCase(merged.caseId, "merged", target.caseId);
    await setCase(closed.caseId, "closed");
    const answer = (known: typeof merged) =>
      receive(rawMail({ from: known.customerEmail, to: replyAddress(known.caseId) }));
    expect(await answer(merged)).toEqual({ outcome: "added", caseId: target.caseId });
    const goesOn = await answer(closed);
    expect(goesOn.outcome).toBe("opened");
    const [before, after] = [await caseOf(closed.caseId), await caseOf(goesOn.caseId)];
    expect([before.conversation, after.customerId]).toEqual(["closed", before.customerId]);
    expect((await threadOf(goesOn.caseId)).map(({ body }) => body)).toContain(
      `This goes on from #${before.number}, which is closed.`,
    );
  });
});

describe("what no person wrote", () => {
  it("opens no case and wakes none, but stands in the thread that it belongs to", async () => {
    const shop = await createShop();
    const known = await openCase(shop, [1_000]);
    await setCase(known.caseId, "waiting_customer");
    const headers = { "Auto-Submitted": "auto-replied" };
    const text = "I am away until Monday.";
    const first = await receive(
      rawMail({ from: newAddress(), to: supportAddress(shop.slug), headers, text }),
    );
    expect(first).toEqual({ outcome: "set_aside", caseId: "" });
    const answer = { from: known.customerEmail, to: replyAddress(known.caseId), headers, text };
    expect(await receive(rawMail(answer))).toEqual({ outcome: "noted", caseId: known.caseId });
    expect((await caseOf(known.caseId)).conversation).toBe("waiting_customer");
    expect(await threadOf(known.caseId)).toMatchObject([
      { kind: "event", body: expect.stringContaining("I am away until Monday.") },
    ]);
  });

  it("and what we sent ourselves is set aside; no mail is caused by any of it", async () => {
    const shop = await createShop();
    const to = supportAddress(shop.slug);
    const ours = rawMail({ from: newAddress(), to, messageId: messageIdOf(newId()) });
    expect((await receive(ours)).outcome).toBe("set_aside");
    expect((await receive(rawMail({ from: newAddress(), to }), { sender: "" })).outcome).toBe("set_aside");
    const [caused] = await owner<{ effects: number; cases: number }[]>`
      select (select count(*)::int from makegood.effects where tenant_id = ${shop.tenantId}) as effects,
        (select count(*)::int from makegood.cases where tenant_id = ${shop.tenantId}) as cases`;
    expect(caused).toEqual({ effects: 0, cases: 0 });
  });

  it("and the 31st mail of one sender in an hour are kept, but open no case", async () => {
    const shop = await createShop();
    const from = newAddress();
    await owner`
      insert into makegood.incoming_mails (id, tenant_id, mail_id, from_address, subject, outcome, body)
      select gen_random_uuid(), ${shop.tenantId}, '<' || n || '@x>', ${from}, 'x', 'opened', 'x' from generate_series(1, 30) n`;
    const late = await receive(rawMail({ from, to: supportAddress(shop.slug) }));
    expect(late.outcome).toBe("set_aside");
  });
});

describe("a mail of ours that comes back", () => {
  it("puts a red reply on its case, once, and opens it again", async () => {
    const shop = await createShop();
    const known = await openCase(shop, [1_000]);
    await setCase(known.caseId, "resolved");
    const effectId = await sendMail(shop, known.caseId, "reply");
    const bounce = () => rawBounce(replyAddress(known.caseId), messageIdOf(effectId));
    expect(await receive(bounce())).toEqual({ outcome: "bounced", caseId: known.caseId });
    expect(await receive(bounce())).toEqual({ outcome: "bounced", caseId: known.caseId });
    expect(await caseOf(known.caseId)).toMatchObject({ conversation: "open", attention: 1 });
    expect((await threadOf(known.caseId)).map(({ body }) => body)).toEqual([
      "A reply did not reach the customer. The mail came back: 550 no such user",
    ]);
  });

  it("puts the mail step of its decision in red", async () => {
    const shop = await createShop();
    const known = await openCase(shop, [1_000]);
    const effectId = await sendMail(shop, known.caseId, "refund_sent");
    await receive(rawBounce(supportAddress(shop.slug), messageIdOf(effectId)));
    const [step] = await owner`
      select s->>'state' as state, s->>'error' as error from makegood.cases, jsonb_array_elements(follow_through) s
      where id = ${known.caseId} and s->>'step' = 'mail'`;
    expect(step).toEqual({ state: "attention", error: "The mail came back: 550 no such user" });
    expect((await caseOf(known.caseId)).attention).toBe(1);
  });

  it("of another tenant, or one that is only delayed, changes nothing", async () => {
    const [shop, other] = [await createShop(), await createShop()];
    const known = await openCase(shop, [1_000]);
    const effectId = await sendMail(shop, known.caseId, "reply");
    await receive(rawBounce(supportAddress(other.slug), messageIdOf(effectId)));
    await receive(rawBounce(supportAddress(shop.slug), messageIdOf(effectId), "delayed"));
    expect((await caseOf(known.caseId)).attention).toBe(0);
  });
});
