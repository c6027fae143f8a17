import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTransport, type SendMailOptions } from "nodemailer";
import { afterAll, beforeAll, expect, it } from "vitest";
import { claimAttachments, uploadAttachment } from "@/lib/modules/cases/attachments";
import { inspectFile } from "@/lib/modules/cases/inspect-file";
import { replyAddress } from "@/lib/modules/mail/addresses";
import { listReplyDeliveries } from "@/lib/modules/mail/queries";
import { retryReply } from "@/lib/modules/mail/reply-commands";
import { appendEvent } from "@/lib/modules/outbox/outbox";
import { asActor } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newMailId, rawBounce, rawMail } from "@/lib/testing/mails";
import { freePort, startWorker, type WorkerProcess } from "@/lib/testing/processes";
import { setting } from "@/lib/testing/setting";
import { createShop, owner, type Shop } from "@/lib/testing/shop";
import { until } from "@/lib/testing/until";

let worker: WorkerProcess;
let folder: string;
let send: (mail: SendMailOptions) => Promise<unknown>;

beforeAll(async () => {
  const port = await freePort();
  folder = await mkdtemp(join(tmpdir(), "makegood-mail-"));
  worker = await startWorker({ MAIL_IN_PORT: String(port), MAIL_IN_DIR: folder });
  const transport = createTransport({ host: "127.0.0.1", port, ignoreTLS: true });
  await until("the mail server answers", () => transport.verify().catch(() => false));
  send = (mail) => transport.sendMail(mail);
});
afterAll(async () => {
  await worker.stop();
  await rm(folder, { recursive: true, force: true });
  await owner.end();
});

type Caught = Readonly<{
  subject: string;
  text: string;
  html: string;
  /** The file that holds it as it came. */
  source: string;
  headers: Readonly<Record<string, string | readonly string[]>>;
  from: readonly Readonly<{ name?: string }>[];
  attachments: unknown;
  to: readonly Readonly<{ address: string }>[];
}>;

async function caughtFor(address: string): Promise<Caught[]> {
  const all = (await (await fetch(`${setting("MAIL_URL")}/api/email`)).json()) as Caught[];
  return all.filter(({ to }) => to.some((one) => one.address === address));
}

const caughtMail = (address: string, count: number): Promise<Caught> =>
  until(`mail ${count} came to ${address}`, async () => {
    const found = await caughtFor(address);
    return found.length >= count ? found.at(-1) : undefined;
  });

/** What an agent does in the composer: the reply, its file and its event in one commit. */
async function reply(shop: Shop, caseId: string, body: string, fileWords?: string): Promise<string> {
  const messageId = newId();
  const file = fileWords === undefined ? undefined : await inspectFile("offer.txt", Buffer.from(fileWords));
  const added = file && !("refused" in file) ? [(await uploadAttachment(shop.agent, caseId, file)).id] : [];
  await owner`
    insert into makegood.messages (id, tenant_id, case_id, kind, author_name, author_id, body)
    values (${messageId}, ${shop.tenantId}, ${caseId}, 'reply', 'Ana', ${shop.agent.userId}, ${body})`;
  await asActor(shop.agent, async (tx) => {
    const { tenantId } = shop;
    await claimAttachments(tx, { tenantId, caseId, messageId, isStaffOnly: false }, added);
    await appendEvent(
      tx,
      { tenantId, type: "case", id: caseId },
      { type: "message.posted", payload: { caseId, messageId, kind: "reply" } },
    );
  });
  return messageId;
}

const stateOf = async (shop: Shop, caseId: string, messageId: string) =>
  (await listReplyDeliveries(shop.agent, caseId)).find((delivery) => delivery.messageId === messageId)?.state;

async function caseFrom(email: string) {
  const [found] = await owner<
    {
      id: string;
      number: number;
      conversation: string;
      attention: number;
      mailStep: string;
      messages: number;
    }[]
  >`
    select c.id, c.number, c.conversation, c.needs_attention as attention,
      (select s ->> 'state' from jsonb_array_elements(c.follow_through) s where s ->> 'step' = 'mail') as "mailStep",
      (select count(*)::int from makegood.messages m where m.case_id = c.id and m.kind = 'customer') as messages
    from makegood.cases c join makegood.customers u on u.tenant_id = c.tenant_id and u.id = c.customer_id
    where u.email = ${email}`;
  if (!found) throw new Error(`no case of ${email}`);
  return found;
}

it("a customer's mail, our reply and their answer are one conversation on both sides", async () => {
  const shop = await createShop();
  const from = `nora-${newId()}@example.test`;
  const firstId = newMailId();
  const to = `support+${shop.slug}@makegood.test`;
  await send({ from: `Nora <${from}>`, to, subject: "Größe", text: "Can I swap it?", messageId: firstId });
  const opened = await caseFrom(from);

  const messageId = await reply(shop, opened.id, "Yes.\n\nWhich size?\nBest, Ana", "an offer");
  const first = await caughtMail(from, 1);
  expect(first.subject).toBe(`Re: Größe [#${opened.number}]`);
  expect(first.text).toContain("Which size?\nBest, Ana");
  expect(first.html).toContain("Which size?<br>");
  expect(first.headers).toMatchObject({ "in-reply-to": firstId, references: firstId });
  expect(first.from[0]?.name).toBe("Test shop");
  expect(first.headers["auto-submitted"]).toBeUndefined();
  expect(JSON.stringify(first.attachments)).toContain("offer.txt");
  await until("it shows as sent", async () => (await stateOf(shop, opened.id, messageId)) === "sent");
  expect((await caseFrom(from)).mailStep).toBe("none");

  await owner`update makegood.cases set conversation = 'snoozed' where id = ${opened.id}`;
  const address = replyAddress(opened.id);
  expect(await readFile(first.source, "utf8")).toMatch(
    new RegExp(`^Reply-To:\\s+<?${address.replace("+", "\\+")}`, "im"),
  );
  await send({
    from,
    to: address,
    subject: "AW: something else",
    text: "42",
    inReplyTo: String(first.headers["message-id"]),
  });
  expect(await caseFrom(from)).toMatchObject({ id: opened.id, conversation: "open", messages: 2 });

  await reply(shop, opened.id, "On its way.");
  const second = await caughtMail(from, 2);
  expect(String(second.headers.references).match(/<[^<>]+>/g)).toHaveLength(3);
});

it("the same mail is one message, by SMTP, by the folder and all at once", async () => {
  const shop = await createShop();
  const from = `twice-${newId()}@example.test`;
  const raw = rawMail({ from, to: `support+${shop.slug}@makegood.test` });
  const envelope = { from, to: [`support+${shop.slug}@makegood.test`] };
  await Promise.all([
    ...Array.from({ length: 4 }, () => send({ raw, envelope })),
    writeFile(join(folder, "new", "1.mail"), raw),
    writeFile(join(folder, "new", "2.mail"), raw),
    writeFile(join(folder, "new", "3.mail"), rawMail({ from, to: "nobody@elsewhere.test" })),
  ]);
  await until("the folder is empty", async () => (await readdir(join(folder, "new"))).length === 0);
  expect((await caseFrom(from)).messages).toBe(1);
  expect(await readdir(join(folder, "refused"))).toEqual(["3.mail"]);
});

it("an address that nobody has is refused before the mail is sent", async () => {
  const mail = { from: "ana@example.test", to: "support+nobody@makegood.test", text: "x" };
  await expect(send(mail)).rejects.toMatchObject({ responseCode: 550 });
});

it("a reply that comes back stands in red until it is sent again, and an automatic answer causes no mail", async () => {
  const shop = await createShop();
  const from = `gone-${newId()}@example.test`;
  await send({ from, to: `support+${shop.slug}@makegood.test`, subject: "Hello", text: "Hi" });
  const opened = await caseFrom(from);
  const messageId = await reply(shop, opened.id, "Hello!");
  const { headers } = await caughtMail(from, 1);
  const address = replyAddress(opened.id);
  await until("it shows as sent", async () => (await stateOf(shop, opened.id, messageId)) === "sent");

  const awayNote = rawMail({
    from,
    to: address,
    headers: { "Auto-Submitted": "auto-replied" },
    text: "Away.",
  });
  await send({ raw: awayNote, envelope: { from: "", to: [address] } });
  const bounce = rawBounce(address, String(headers["message-id"]));
  await send({ raw: bounce, envelope: { from: "", to: [address] } });
  expect(await stateOf(shop, opened.id, messageId)).toBe("failed");
  expect(await caseFrom(from)).toMatchObject({ attention: 1, mailStep: "none", messages: 1 });

  await retryReply(shop.agent, { caseId: opened.id, messageId });
  await caughtMail(from, 2);
  await until("it shows as sent again", async () => (await stateOf(shop, opened.id, messageId)) === "sent");
  expect((await caseFrom(from)).attention).toBe(0);
  expect(await caughtFor(from)).toHaveLength(2);
});
