import { afterAll, expect, it } from "vitest";
import { asActor } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { createShop, openCase, owner, type Shop } from "@/lib/testing/shop";
import {
  claimAttachments,
  findAttachment,
  listAttachments,
  loadReplyFiles,
  recordAttachments,
  removeAttachment,
  uploadAttachment,
} from "./attachments";
import { type InspectedFile, inspectFile } from "./inspect-file";

afterAll(() => owner.end());

async function fileOf(name: string, words: string): Promise<InspectedFile> {
  const file = await inspectFile(name, Buffer.from(words));
  if ("refused" in file) throw new Error(file.message);
  return file;
}

async function writeMessage(shop: Shop, caseId: string, kind: "reply" | "note"): Promise<string> {
  const id = newId();
  await owner`
    insert into makegood.messages (id, tenant_id, case_id, kind, author_name, body)
    values (${id}, ${shop.tenantId}, ${caseId}, ${kind}, 'Ana', 'See the file.')`;
  return id;
}

const claim = (shop: Shop, caseId: string, messageId: string, ids: readonly string[], isStaffOnly = false) =>
  asActor(shop.agent, (tx) =>
    claimAttachments(tx, { tenantId: shop.tenantId, caseId, messageId, isStaffOnly }, ids),
  );

it("stores a content once for a tenant, however many messages carry it at the same time", async () => {
  const shop = await createShop();
  const opened = await openCase(shop, [1_000]);
  const file = await fileOf("a.txt", `the same words ${shop.tenantId}`);
  const added = await Promise.all(
    Array.from({ length: 8 }, () => uploadAttachment(shop.agent, opened.caseId, file)),
  );
  expect(new Set(added.map(({ id }) => id)).size).toBe(8);
  const stored =
    await owner`select sha256 from makegood.attachment_contents where tenant_id = ${shop.tenantId}`;
  expect(stored).toHaveLength(1);
  const found = await findAttachment(shop.lead, added[0]?.id ?? "");
  expect(found?.content.toString()).toBe(`the same words ${shop.tenantId}`);
});

it("goes out with the reply it was added to, and never with a note", async () => {
  const shop = await createShop();
  const { caseId } = await openCase(shop, [1_000]);
  const [forReply, forNote] = [
    await uploadAttachment(shop.agent, caseId, await fileOf("reply.txt", "for the customer")),
    await uploadAttachment(shop.agent, caseId, await fileOf("note.txt", "for us alone")),
  ];
  expect([forReply.isStaffOnly, forReply.messageId]).toEqual([true, null]);
  const [reply, note] = [await writeMessage(shop, caseId, "reply"), await writeMessage(shop, caseId, "note")];
  await claim(shop, caseId, reply, [forReply.id]);
  await claim(shop, caseId, note, [forNote.id], true);
  const sent = await asActor(shop.agent, async (tx) => [
    await loadReplyFiles(tx, shop.tenantId, reply),
    await loadReplyFiles(tx, shop.tenantId, note),
  ]);
  expect(sent.map((files) => files.map(({ name }) => name))).toEqual([["reply.txt"], []]);
  const shown = await listAttachments(shop.agent, caseId);
  expect(shown.map(({ name, isStaffOnly }) => [name, isStaffOnly])).toEqual([
    ["reply.txt", false],
    ["note.txt", true],
  ]);
});

it("is sent once: a second message, another case and an eleventh file are refused", async () => {
  const shop = await createShop();
  const [opened, other] = [await openCase(shop, [1_000]), await openCase(shop, [1_000])];
  const file = await fileOf("a.txt", "words");
  const ids: string[] = [];
  for (let index = 0; index < 11; index += 1)
    ids.push((await uploadAttachment(shop.agent, opened.caseId, file)).id);
  const [first, second] = [
    await writeMessage(shop, opened.caseId, "reply"),
    await writeMessage(shop, other.caseId, "reply"),
  ];
  await expect(claim(shop, opened.caseId, first, ids)).rejects.toMatchObject({ code: "invalid" });
  await expect(claim(shop, other.caseId, second, ids.slice(0, 1))).rejects.toMatchObject({ code: "invalid" });
  await claim(shop, opened.caseId, first, ids.slice(0, 10));
  await expect(claim(shop, opened.caseId, first, ids.slice(0, 1))).rejects.toMatchObject({ code: "invalid" });
  await expect(removeAttachment(shop.agent, ids[0] ?? "")).rejects.toMatchObject({ code: "not_found" });
  await removeAttachment(shop.agent, ids[10] ?? "");
  expect(await listAttachments(shop.agent, opened.caseId)).toHaveLength(10);
});

it("stays inside its tenant, and a viewer adds none", async () => {
  const [shop, stranger] = [await createShop(), await createShop()];
  const { caseId } = await openCase(shop, [1_000]);
  const file = await fileOf("a.txt", "words");
  const added = await uploadAttachment(shop.agent, caseId, file);
  await expect(uploadAttachment(stranger.agent, caseId, file)).rejects.toMatchObject({ code: "not_found" });
  await expect(removeAttachment(stranger.agent, added.id)).rejects.toMatchObject({ code: "not_found" });
  expect(await findAttachment(stranger.agent, added.id)).toBeUndefined();
  expect(await listAttachments(stranger.agent, caseId)).toEqual([]);
  const viewer = { ...shop.agent, role: "viewer" } as const;
  await expect(uploadAttachment(viewer, caseId, file)).rejects.toMatchObject({ code: "forbidden" });
});

it("comes with a customer's message in the same commit", async () => {
  const shop = await createShop();
  const { caseId } = await openCase(shop, [1_000]);
  const messageId = await writeMessage(shop, caseId, "reply");
  const files = [await fileOf("b.txt", "two"), await fileOf("a.txt", "one"), await fileOf("c.txt", "one")];
  const place = { tenantId: shop.tenantId, caseId, messageId, isStaffOnly: false, addedByName: "Ben Osei" };
  await asActor(shop.agent, (tx) => recordAttachments(tx, place, files));
  const shown = await listAttachments(shop.agent, caseId);
  expect(shown.map(({ name, messageId: of }) => [name, of === messageId]).toSorted()).toEqual([
    ["a.txt", true],
    ["b.txt", true],
    ["c.txt", true],
  ]);
});
