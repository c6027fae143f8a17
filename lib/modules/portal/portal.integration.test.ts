import postgres from "postgres";
import { afterAll, beforeEach, expect, it } from "vitest";
import { eraseAccount } from "@/lib/modules/accounts/profile";
import { approveDecision, denyDecision, proposeRefund } from "@/lib/modules/decisions/commands";
import type { CustomerActor } from "@/lib/platform/actor";
import { newId } from "@/lib/platform/ids";
import { tracesOf } from "@/lib/testing/accounts";
import { setting } from "@/lib/testing/setting";
import { createShop, type OpenCase, openCase, owner, refundOf, type Shop } from "@/lib/testing/shop";
import { appealDenial, askForHelp, cancelRequest, replyToCase } from "./commands";
import { findCustomerOf, findPortal } from "./customers";
import { english } from "./english";
import { guestLinkToken, isOpenLink, readGuestLinkToken, sendGuestLink, spendGuestLink } from "./guest-links";
import { findOwnFile, findOwnRequest, listOwnOrders, listOwnRequests } from "./queries";
import type { Ask, Portal } from "./schema";

const address = new URL(setting("DATABASE_ADMIN_URL"));
address.pathname = new URL(setting("DATABASE_OWNER_URL")).pathname;
const admin = postgres(address.href, { max: 1, onnotice: () => undefined });

let shop: Shop;
let portal: Portal;
const nobody = { code: "not_found" };
const said = { words: english, locale: "en" } as const;
const photo = () => new File([Buffer.from(png, "base64")], "damage.png", { type: "image/png" });
const png =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

// A shop for each: what the product numbers itself, the fixtures must not number as well.
beforeEach(async () => {
  shop = await createShop();
  const found = await findPortal(shop.slug);
  if (!found) throw new Error("the shop has no portal");
  portal = found;
});
afterAll(async () => {
  await Promise.all([owner.end(), admin.end()]);
});

async function customerOf(opened: OpenCase, where = shop): Promise<CustomerActor> {
  const [row] = await owner<{ id: string }[]>`
    select customer_id as id from makegood.cases where tenant_id = ${where.tenantId} and id = ${opened.caseId}`;
  const customerId = row?.id ?? "";
  return {
    ...{
      kind: "customer",
      tenantId: where.tenantId,
      customerId,
      customerIds: [customerId],
      name: "Customer",
    },
  };
}

const ask = (orderId: string, change: Partial<Ask> = {}): Ask => ({
  formId: newId(),
  ...{ orderId, lines: [], reason: "damaged", wish: "money_back", message: "It is broken.", files: [] },
  ...change,
});

const orderNumberOf = async (orderId: string): Promise<string> => {
  const [row] = await owner<{ number: string }[]>`
    select external_id as number from makegood.orders where id = ${orderId}`;
  return row?.number ?? "";
};

const newestLink = async (customer: CustomerActor): Promise<string | undefined> => {
  const [row] = await owner<{ id: string }[]>`
    select id from makegood.guest_links where customer_id = ${customer.customerId} order by created_at desc limit 1`;
  return row?.id;
};

it("a case, an order and a file of somebody else are not there for a customer, to read or to change", async () => {
  const [mine, theirs] = [await openCase(shop, [1_000]), await openCase(shop, [1_000])];
  const [me, them] = [await customerOf(mine), await customerOf(theirs)];
  await replyToCase(them, {
    formId: newId(),
    caseId: theirs.caseId,
    message: "Mine alone.",
    files: [photo()],
  });
  const [file] = (await findOwnRequest(them, theirs.caseId))?.messages.at(-1)?.files ?? [];

  expect(await findOwnRequest(me, theirs.caseId)).toBeUndefined();
  expect(await findOwnFile(me, file?.id ?? "")).toBeUndefined();
  expect((await findOwnFile(them, file?.id ?? ""))?.mediaType).toBe("image/png");
  expect((await listOwnOrders(me)).map(({ id }) => id)).toEqual([mine.orderId]);
  const guest = { ...me, orderId: theirs.orderId };
  for (const intruder of [me, guest, { ...them, tenantId: newId() }]) {
    const act = { formId: newId(), caseId: theirs.caseId, message: "Let me in.", files: [] };
    await expect(replyToCase(intruder, act)).rejects.toMatchObject(nobody);
    await expect(cancelRequest(intruder, act)).rejects.toMatchObject(nobody);
    await expect(appealDenial(intruder, act)).rejects.toMatchObject(nobody);
    await expect(askForHelp(intruder, ask(theirs.orderId), said)).rejects.toMatchObject(nobody);
  }
  // A guest of one order touches nothing about another one, even of the same customer.
  const stranger = { ...them, orderId: mine.orderId };
  await expect(cancelRequest(stranger, { caseId: theirs.caseId })).rejects.toMatchObject(nobody);
});

it("a request opens a case in the customer's own words with its evidence, and the log says who did it", async () => {
  const opened = await openCase(shop, [1_000, 2_000]);
  const me = await customerOf(opened);
  const lines = [opened.lines[0]?.id ?? "", newId()];
  const caseId = await askForHelp(me, ask(opened.orderId, { files: [photo()], lines }), said);

  const request = await findOwnRequest(me, caseId);
  expect(request?.status.state).toBe("received");
  expect(request?.messages[0]?.body).toBe(
    "It arrived damaged or does not work. I would like: My money back.\n\nAbout: Item 1\n\nIt is broken.",
  );
  expect(request?.messages[0]?.files.map(({ name }) => name)).toEqual(["damage.png"]);
  const [row] = await owner`
    select c.channel, c.locale, a.actor_kind, a.actor_name, a.actor_id from makegood.cases c
    join makegood.audit_log a on a.subject_id = c.id and a.action = 'case.opened' where c.id = ${caseId}`;
  expect(row).toEqual({
    ...{ channel: "portal", locale: "en", actor_kind: "customer", actor_name: "Customer" },
    actor_id: me.customerId,
  });
  const script = new File(["<script>alert(1)</script>"], "photo.png", { type: "image/png" });
  const refused = askForHelp(me, ask(opened.orderId, { files: [script] }), said);
  await expect(refused).rejects.toMatchObject({ code: "invalid", detail: { field: "files" } });
});

const twenty = (work: (index: number) => Promise<unknown>) =>
  Promise.allSettled(Array.from({ length: 20 }, (_, index) => work(index)));
const doneOf = (ended: readonly PromiseSettledResult<unknown>[]) =>
  ended.filter(({ status }) => status === "fulfilled").length;

it("the same form sent twenty times at once is one case and one message, and other words are another", async () => {
  const opened = await openCase(shop, [1_000]);
  const me = await customerOf(opened);
  const form = ask(opened.orderId, { files: [photo()] });
  const asked = await twenty(() => askForHelp(me, form, said));
  const caseIds = new Set(asked.map((one) => String(one.status === "fulfilled" ? one.value : one.reason)));
  expect(caseIds.size).toBe(1);
  const [caseId = ""] = caseIds;
  const reply = { formId: newId(), caseId, message: "Here is another photo.", files: [photo()] };
  expect(doneOf(await twenty(() => replyToCase(me, reply)))).toBe(20);
  const bodies = async () =>
    (await findOwnRequest(me, caseId))?.messages.map(({ body }) => body.split("\n").at(-1));
  expect(await bodies()).toEqual(["It is broken.", "Here is another photo."]);
  // From the page of before, with the back button.
  await replyToCase(me, { ...reply, message: "And the receipt.", files: [] });
  expect(await bodies()).toEqual(["It is broken.", "Here is another photo.", "And the receipt."]);
  expect(await askForHelp(me, { ...form, message: "It is broken, too." }, said)).not.toBe(caseId);
  const [files] = await owner`
    select count(*)::int as count from makegood.attachments where case_id = ${caseId}`;
  expect(files?.count).toBe(2);
});

it("an appeal sent twenty times at once is one, and canceled twenty times a request ends once", async () => {
  const [denied, waiting] = [await openCase(shop, [1_000]), await openCase(shop, [30_000])];
  const [me, them] = [await customerOf(denied), await customerOf(waiting)];
  await proposeRefund(shop.lead, {
    ...refundOf(denied, [0]),
    ...{ outcome: "deny", customerReason: "The photo shows another item." },
  });
  const appeal = { caseId: denied.caseId, message: "Look at the photo again." };
  expect(doneOf(await twenty(() => appealDenial(me, appeal)))).toBe(1);
  await proposeRefund(shop.agent, refundOf(waiting, [0]));
  await twenty(() => cancelRequest(them, waiting));
  const acts = await owner<{ action: string }[]>`
    select action from makegood.audit_log where tenant_id = ${shop.tenantId}
      and action in ('decision.appealed', 'decision.withdrawn') order by action`;
  expect(acts.map(({ action }) => action)).toEqual(["decision.appealed", "decision.withdrawn"]);
});

it("of canceling and approving at the same moment one happens, and the money says which", async () => {
  const opened = await openCase(shop, [30_000]);
  const me = await customerOf(opened);
  await owner`
    update makegood.tenant_settings set limits = limits || '{"USD": {"agentMinor": 0, "fourEyesMinor": 100000000}}'
    where tenant_id = ${shop.tenantId}`;
  const decision = await proposeRefund(shop.agent, refundOf(opened, [0]));
  await twenty((index) =>
    index % 2
      ? cancelRequest(me, opened)
      : approveDecision(shop.lead, { decisionId: decision.id, note: "The photo shows it." }),
  );
  const [row] = await owner<{ state: string; reserved: number; refunds: string[] }[]>`
    select d.state, c.reserved_minor::int as reserved, array_agg(r.state) as refunds
    from makegood.decisions d
    join makegood.charges c on c.id = ${opened.chargeId}
    join makegood.refunds r on r.decision_id = d.id
    where d.id = ${decision.id} group by d.state, c.reserved_minor`;
  // What is only scheduled can still be taken back: by then it was approved, and canceled afterwards.
  expect([
    { state: "withdrawn", reserved: 0, refunds: ["canceled"] },
    { state: "revoked", reserved: 0, refunds: ["canceled"] },
  ]).toContainEqual(row);
});

it("canceling withdraws what waits for a yes, takes back what is not paid yet, and is too late afterwards", async () => {
  const waiting = await openCase(shop, [30_000]);
  const proposed = await proposeRefund(shop.agent, refundOf(waiting, [0]));
  expect(proposed.state).toBe("awaiting_approval");
  const me = await customerOf(waiting);
  await cancelRequest(me, { caseId: waiting.caseId });
  await expect(approveDecision(shop.lead, { decisionId: proposed.id, note: "" })).rejects.toMatchObject({
    code: "conflict",
  });
  expect((await findOwnRequest(me, waiting.caseId))?.status.state).toBe("closed");

  const approved = await openCase(shop, [1_000]);
  const decision = await proposeRefund(shop.agent, refundOf(approved, [0]));
  expect(decision.state).toBe("approved");
  const buyer = await customerOf(approved);
  expect((await findOwnRequest(buyer, approved.caseId))?.status.state).toBe("approved");
  await cancelRequest(buyer, { caseId: approved.caseId });
  const [charge] = await owner<{ reserved: number }[]>`
    select reserved_minor as reserved from makegood.charges where id = ${approved.chargeId}`;
  expect(charge?.reserved).toBe(0);

  const paying = await openCase(shop, [1_000]);
  await proposeRefund(shop.agent, refundOf(paying, [0]));
  await owner`update makegood.refunds set state = 'submitting' where case_id = ${paying.caseId}`;
  await expect(cancelRequest(await customerOf(paying), { caseId: paying.caseId })).rejects.toMatchObject({
    code: "conflict",
    detail: { field: "tooLate" },
  });
});

it("a denial is appealed once, in the customer's words, and whoever denied stays on record", async () => {
  const opened = await openCase(shop, [30_000]);
  const me = await customerOf(opened);
  const proposed = await proposeRefund(shop.agent, refundOf(opened, [0]));
  await expect(appealDenial(me, { caseId: opened.caseId, message: "Why?" })).rejects.toMatchObject({
    code: "conflict",
  });
  await denyDecision(shop.lead, {
    decisionId: proposed.id,
    note: "Looks like fraud to me.",
    customerReason: "The photo shows another item.",
  });
  expect((await findOwnRequest(me, opened.caseId))?.status).toMatchObject({
    state: "denied",
    mayAppeal: true,
  });

  await appealDenial(me, { caseId: opened.caseId, message: "Look at the second photo." });
  const request = await findOwnRequest(me, opened.caseId);
  expect(request?.status).toMatchObject({ state: "appealed", mayAppeal: false });
  expect(request?.messages.at(-1)?.body).toBe("Look at the second photo.");
  const [row] = await owner`select state, decided_by_id from makegood.decisions where id = ${proposed.id}`;
  expect(row).toEqual({ state: "appealed", decided_by_id: shop.lead.userId });
  const again = appealDenial(me, { caseId: opened.caseId, message: "Once more." });
  await expect(again).rejects.toMatchObject({ code: "conflict" });
});

it("a guest's link is sent only where number and address belong together, and works once and for half an hour", async () => {
  const opened = await openCase(shop, [1_000]);
  const me = await customerOf(opened);
  const number = await orderNumberOf(opened.orderId);
  const email = opened.customerEmail;
  for (const wrong of [
    { orderNumber: number, email: "other@example.test" },
    { orderNumber: "#W0000000", email },
  ]) {
    await sendGuestLink(portal, wrong, "en");
    expect(await newestLink(me)).toBeUndefined();
  }
  // Without the sign, in small letters, and with the address in capitals.
  await sendGuestLink(
    portal,
    { orderNumber: number.slice(1).toLowerCase(), email: email.toUpperCase() },
    "de",
  );
  const linkId = (await newestLink(me)) ?? "";
  const [notice] = await owner`
    select kind, locale, email, detail from makegood.notices where detail ->> 'linkId' = ${linkId}`;
  expect(notice).toMatchObject({ kind: "guest_link", locale: "de", email });
  expect(JSON.stringify(notice)).not.toContain(guestLinkToken(linkId));

  expect(readGuestLinkToken(guestLinkToken(linkId))).toBe(linkId);
  expect(readGuestLinkToken(`${newId()}.${guestLinkToken(linkId).split(".")[1]}`)).toBeUndefined();
  expect(await isOpenLink(portal, linkId)).toBe(true);
  const clicks = await Promise.all([1, 2, 3, 4].map(() => spendGuestLink(portal, linkId)));
  expect(clicks.filter(Boolean)).toEqual([{ ...me, orderId: opened.orderId }]);
  expect(await isOpenLink(portal, linkId)).toBe(false);

  await sendGuestLink(portal, { orderNumber: number, email }, "en");
  const old = (await newestLink(me)) ?? "";
  await owner`update makegood.guest_links set expires_at = now() - interval '1 second' where id = ${old}`;
  expect(await spendGuestLink(portal, old)).toBeUndefined();
});

/** Somebody at the auth server, as far as our functions look. */
async function createUser(email: string, isConfirmed: boolean): Promise<string> {
  const id = newId();
  await admin`insert into auth.users (id, email, email_confirmed_at, created_at, updated_at)
    values (${id}, ${email}, ${isConfirmed ? new Date() : null}, now(), now())`;
  return id;
}

it("an account is the customer whose address it has confirmed, and nobody else", async () => {
  const opened = await openCase(shop, [1_000]);
  const me = await customerOf(opened);
  const visit = (userId: string) => findCustomerOf({ kind: "visitor", userId }, shop.tenantId);
  const unconfirmed = await createUser(opened.customerEmail.toUpperCase(), false);
  expect(await visit(unconfirmed)).toBeUndefined();
  expect(await visit(await createUser(`other-${newId()}@example.test`, true))).toBeUndefined();
  expect(await visit(newId())).toBeUndefined();

  await admin`update auth.users set email_confirmed_at = now() where id = ${unconfirmed}`;
  expect(await visit(unconfirmed)).toEqual(me);
  const [row] = await owner`select user_id from makegood.customers where id = ${me.customerId}`;
  expect(row?.user_id).toBe(unconfirmed);
  expect(await findCustomerOf({ kind: "visitor", userId: unconfirmed }, newId())).toBeUndefined();

  // The shop learns another address: the account is nobody here any more.
  await owner`update makegood.customers set email = ${`moved-${newId()}@example.test`} where id = ${me.customerId}`;
  expect(await visit(unconfirmed)).toBeUndefined();
});

it("deleting the account leaves the money on record and the person nowhere", async () => {
  const opened = await openCase(shop, [1_000]);
  const me = await customerOf(opened);
  const name = `Zoë ${newId()}`;
  await owner`update makegood.customers set name = ${name} where id = ${me.customerId}`;
  const userId = await createUser(opened.customerEmail, true);
  await findCustomerOf({ kind: "visitor", userId }, shop.tenantId);
  const words = `I am ${name}`;
  const caseId = await askForHelp(me, ask(opened.orderId, { files: [photo()], message: words }), said);
  await owner`insert into makegood.messages (id, tenant_id, case_id, kind, author_name, body)
    values (${newId()}, ${shop.tenantId}, ${caseId}, 'note', 'Ana Ruiz', ${`${name} called.`})`;
  await owner`insert into makegood.incoming_mails (id, tenant_id, mail_id, from_address, subject, outcome, case_id, body, html)
    values (${newId()}, ${shop.tenantId}, ${newId()}, ${opened.customerEmail}, ${words}, 'added', ${caseId}, ${words}, ${words})`;
  const error = `The mail came back: ${opened.customerEmail} does not exist`;
  await owner`
    insert into makegood.effects (id, tenant_id, case_id, event_id, event_seq, kind, destination, subject_id, template, state, error)
    values (${newId()}, ${shop.tenantId}, ${caseId}, ${newId()}, 99, 'mail', 'mail', ${caseId}, 'reply', 'dead', ${error})`;
  const decision = await proposeRefund(shop.agent, refundOf(opened, [0]));
  const account = { userId, email: opened.customerEmail, locale: "en" } as const;
  await expect(eraseAccount(account)).rejects.toMatchObject({ code: "conflict", detail: { field: "owed" } });

  await owner`update makegood.refunds set state = 'succeeded' where decision_id = ${decision.id}`;
  await eraseAccount(account);
  await owner`delete from makegood.notices where kind = 'account_deleted' and email = ${opened.customerEmail}`;
  expect(await tracesOf(name)).toEqual([]);
  expect(await tracesOf(opened.customerEmail)).toEqual([]);
  const [kept] = await owner<{ amount: number; files: number }[]>`
    select r.amount_minor as amount, (select count(*)::int from makegood.attachments a where a.case_id = ${caseId}) as files
    from makegood.refunds r where r.decision_id = ${decision.id}`;
  expect(kept).toEqual({ amount: 1_000, files: 0 });
  expect(await listOwnRequests(me)).toHaveLength(2);
  expect((await findOwnRequest(me, caseId))?.messages[0]?.body).toBe("Erased at the customer's request.");
});
