import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asActor } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { createShop, type OpenCase, openCase, owner, type Shop } from "@/lib/testing/shop";
import { openCaseState, outboxOf } from "@/lib/testing/thread";
import { changeCase } from "./change-one";
import { lockCase } from "./commands";
import { createMacro, listMacros } from "./macros";
import { recordCustomerMessage } from "./messages";
import { postNote, postReply } from "./reply";
import { postReplyInput } from "./reply-schema";
import { findThread } from "./thread";

let shop: Shop;
let opened: OpenCase;
beforeAll(async () => {
  shop = await createShop();
});
afterAll(() => owner.end());

const write = (caseId: string, body: string, more: object = {}) =>
  postReplyInput.parse({ caseId, messageId: crypto.randomUUID(), body, ...more });

const customerWrites = (caseId: string, body: string) =>
  asActor(shop.agent, async (tx) =>
    recordCustomerMessage(tx, await lockCase(tx, shop.tenantId, caseId), {
      authorName: "Ben Osei",
      body,
      channel: "portal",
    }),
  );

describe("a reply", () => {
  it("ends what was owed, waits for the customer and is told to whoever sends mail", async () => {
    opened = await openCase(shop, [4_210]);
    await customerWrites(opened.caseId, "Where is my money?");
    expect((await openCaseState(opened.caseId)).first_reply_due_at).not.toBeNull();

    const input = write(
      opened.caseId,
      "Dear {{customer.first_name}}, we look at {{case.number}}. {{agent.name}}",
    );
    const posted = await postReply(shop.agent, input);

    expect(posted.body).toMatch(/^Dear Ben, we look at #\d+\. Ana Ruiz$/);
    const state = await openCaseState(opened.caseId);
    expect(state).toMatchObject({
      conversation: "waiting_customer",
      first_reply_due_at: null,
      next_reply_due_at: null,
    });
    expect(state.first_replied_at).not.toBeNull();
    expect(await outboxOf(opened.caseId)).toContainEqual({
      type: "message.posted",
      payload: { caseId: opened.caseId, messageId: input.messageId, kind: "reply" },
    });
  });

  it("is one message, however often it is sent and by how many clicks at once", async () => {
    opened = await openCase(shop, [1_000]);
    const input = write(opened.caseId, "Once is enough.");
    await Promise.all([
      postReply(shop.agent, input),
      postReply(shop.agent, input),
      postReply(shop.agent, input),
    ]);
    const events = await outboxOf(opened.caseId);
    expect(events.filter(({ type }) => type === "message.posted")).toHaveLength(1);
    await expect(postReply(shop.lead, input)).rejects.toMatchObject({ code: "conflict" });
  });

  it("is not sent while a variable has no value, and says which", async () => {
    opened = await openCase(shop, [1_000]);
    await expect(
      postReply(shop.agent, write(opened.caseId, "You get {{refund.amount}} on {{refund.day}}.")),
    ).rejects.toMatchObject({
      code: "invalid",
      publicMessage: expect.stringMatching(
        /\{\{refund\.amount\}\} is empty.*\{\{refund\.day\}\} is not a variable/,
      ),
    });
    expect((await findThread(shop.agent, opened.caseId)).entries).toEqual([]);
  });

  it("goes out although the customer wrote meanwhile, and says so", async () => {
    opened = await openCase(shop, [1_000]);
    const seen = await customerWrites(opened.caseId, "Hello?");
    await customerWrites(opened.caseId, "Are you there?");
    const posted = await postReply(shop.agent, write(opened.caseId, "We are here.", { seenMessageId: seen }));
    expect(posted.wroteMeanwhile).toEqual(["Ben Osei"]);
  });

  it("does with the case what its macro says, and tells why it could not resolve it", async () => {
    await createMacro(shop.lead, {
      name: `Done ${newId()}`,
      body: "All done, {{customer.name}}.",
      addsLabels: ["done"],
      setsConversation: "resolved",
      assignsToMe: true,
    });
    const macroId = (await listMacros(shop.agent)).at(-1)?.id;
    opened = await openCase(shop, [1_000]);
    await postReply(shop.agent, write(opened.caseId, "Done.", { macroId }));
    expect(await openCaseState(opened.caseId)).toMatchObject({
      conversation: "resolved",
      labels: ["done"],
      assignee_id: shop.agent.userId,
    });

    const stuck = await openCase(shop, [1_000]);
    await owner`update makegood.cases set decision = 'awaiting_approval' where id = ${stuck.caseId}`;
    const posted = await postReply(shop.agent, write(stuck.caseId, "Done.", { macroId }));
    expect(posted.notResolved).toBe("A decision waits for approval.");
    expect(await openCaseState(stuck.caseId)).toMatchObject({
      conversation: "waiting_customer",
      labels: ["done"],
    });
  });

  it("is not written by viewers, in other shops' cases, or where a case is closed", async () => {
    opened = await openCase(shop, [1_000]);
    const viewer = { ...shop.agent, role: "viewer" as const };
    await expect(postReply(viewer, write(opened.caseId, "Hi."))).rejects.toMatchObject({ code: "forbidden" });
    const stranger = (await createShop()).agent;
    await expect(postReply(stranger, write(opened.caseId, "Hi."))).rejects.toMatchObject({
      code: "not_found",
    });
    await owner`update makegood.cases set conversation = 'closed' where id = ${opened.caseId}`;
    await expect(postReply(shop.agent, write(opened.caseId, "Hi."))).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("a note", () => {
  it("changes nothing that the customer could notice, and never becomes a mail", async () => {
    opened = await openCase(shop, [1_000]);
    await customerWrites(opened.caseId, "Hello?");
    const before = await openCaseState(opened.caseId);
    const input = write(opened.caseId, "Looks odd to me. {{whatever}}");
    await postNote(shop.agent, input);
    await postNote(shop.agent, input);

    expect(await openCaseState(opened.caseId)).toMatchObject({
      conversation: before.conversation,
      first_reply_due_at: before.first_reply_due_at,
      version: before.version,
      preview: before.preview,
    });
    const events = await outboxOf(opened.caseId);
    expect(events.filter(({ type }) => type === "message.posted")).toHaveLength(1);
    const notes = (await findThread(shop.lead, opened.caseId)).entries.filter(({ kind }) => kind === "note");
    expect(notes.map(({ body, authorName }) => [authorName, body])).toEqual([
      ["Ana Ruiz", "Looks odd to me. {{whatever}}"],
    ]);
  });
});

describe("two people on one case", () => {
  it("both write at once, and the thread holds both", async () => {
    opened = await openCase(shop, [1_000]);
    const { caseId } = opened;
    await Promise.all([
      postReply(shop.agent, write(caseId, "From Ana.")),
      postReply(shop.lead, write(caseId, "From Lea.")),
      postNote(shop.secondLead, write(caseId, "From Leo.")),
      changeCase(shop.finance, caseId, { addLabels: ["busy"] }),
    ]);
    const { entries } = await findThread(shop.agent, caseId);
    expect(
      entries
        .filter(({ kind }) => kind !== "event")
        .map(({ body }) => body)
        .sort(),
    ).toEqual(["From Ana.", "From Lea.", "From Leo."]);
    expect((await openCaseState(caseId)).labels).toEqual(["busy"]);
  });
});
