import { beforeEach, expect, it } from "vitest";
import type { MemberActor } from "@/lib/platform/actor";
import { asTenant } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { createShop, owner, type Shop } from "@/lib/testing/shop";
import { type Draft, discardPolicy, draftPolicy, rollBackPolicy, savePolicy } from "./commands";
import { draftPolicyInput, publishPolicyInput, savePolicyInput } from "./draft-schema";
import { publishDuePolicies } from "./jobs";
import { publishPolicy, unschedulePolicy } from "./publish";
import { findPolicyInForce, findPolicyVersion, findVersion, listVersions } from "./queries";

let shop: Shop;
beforeEach(async () => {
  shop = await createShop();
});

const clause = (text: string) => ({ id: "own-order", title: "Own orders", text });
const documentOf = (text: string) => ({
  clauses: [clause(text)],
  rules: [
    { kind: "identity", id: "own-order", clauseId: "own-order", actions: ["return"], otherwise: "deny" },
  ],
});

/** A draft of the lead that says `text`. */
async function draft(text: string, author: MemberActor = shop.lead): Promise<Draft> {
  const begun = await draftPolicy(author, draftPolicyInput.parse({ title: text, template: "basic" }));
  const { id: versionId, revision } = begun;
  return savePolicy(
    author,
    savePolicyInput.parse({ versionId, revision, title: text, document: documentOf(text) }),
  );
}

const publish = (publisher: MemberActor, { id, revision }: Draft, more: Record<string, unknown> = {}) =>
  publishPolicy(publisher, publishPolicyInput.parse({ versionId: id, revision, ...more }));

const inForce = () => asTenant(shop.tenantId, (tx) => findPolicyInForce(tx, shop.tenantId));
const statesOf = async (): Promise<string[]> => {
  const rows = await owner<{ state: string }[]>`
    select state from makegood.policy_versions where tenant_id = ${shop.tenantId} order by number`;
  return rows.map(({ state }) => state);
};
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
/** Lets the start of a scheduled version come, as time would. */
const letStart = ({ id }: Draft, secondsAgo = 1) => owner`
  update makegood.policy_versions set starts_at = now() - make_interval(secs => ${secondsAgo}) where id = ${id}`;

it("bounds a tenant without a policy by the product's own, number 0", async () => {
  expect(await inForce()).toMatchObject({ id: null, number: 0 });
  const found = await asTenant(shop.tenantId, (tx) => findPolicyVersion(tx, shop.tenantId, 0));
  expect(found).toEqual(await inForce());
});

it("is put in force by a second person, who supersedes what was there, in one commit with its event and its record", async () => {
  const first = await draft("First");
  await publish(shop.finance, first);
  const second = await draft("Second");
  expect((await inForce()).number).toBe(1);
  await publish(shop.secondLead, second);
  expect(await inForce()).toMatchObject({ id: second.id, number: 2, title: "Second" });
  expect(await statesOf()).toEqual(["superseded", "published"]);
  const events = await owner`
    select payload, subject_type, event_seq from makegood.outbox where tenant_id = ${shop.tenantId} order by event_seq`;
  expect([...events]).toEqual([
    { payload: { versionId: first.id, number: 1 }, subject_type: "tenant", event_seq: 1 },
    { payload: { versionId: second.id, number: 2 }, subject_type: "tenant", event_seq: 2 },
  ]);
  const [act] = await owner`
    select actor_id, before, after, detail from makegood.audit_log
    where subject_id = ${second.id} and action = 'policy.published'`;
  expect(act).toMatchObject({
    actor_id: shop.secondLead.userId,
    before: { inForce: 1 },
    after: { inForce: 2 },
  });
  expect(act?.detail.documentHash).toMatch(/^[0-9a-f]{64}$/);
});

it("is never published by whoever wrote it, and never changed by anybody else", async () => {
  const own = await draft("Own");
  await expect(publish(shop.lead, own)).rejects.toThrow(/second person/);
  await expect(publish(shop.lead, own, { startsAt: inAnHour() })).rejects.toThrow(/second person/);
  const input = { versionId: own.id, revision: own.revision, title: "Mine", document: documentOf("Mine") };
  await expect(savePolicy(shop.finance, savePolicyInput.parse(input))).rejects.toThrow(
    /Start one of your own/,
  );
  expect(await statesOf()).toEqual(["draft"]);
});

it("is drafted and published by leads, finance and admins alone", async () => {
  const own = await draft("Own");
  const begin = draftPolicyInput.parse({ title: "No", template: "basic" });
  for (const role of ["viewer", "agent"] as const) {
    const member = { ...shop.agent, role };
    await expect(draftPolicy(member, begin)).rejects.toThrow(/forbidden/);
    await expect(publish(member, own)).rejects.toThrow(/forbidden/);
    await expect(discardPolicy(member, own.id)).rejects.toThrow(/forbidden/);
    await expect(rollBackPolicy(member, { versionId: own.id, note: "" })).rejects.toThrow(/forbidden/);
  }
});

it("refuses to save or publish over what was saved since it was read", async () => {
  const read = await draft("Read");
  const input = (revision: number) =>
    savePolicyInput.parse({ versionId: read.id, revision, title: "Newer", document: documentOf("Newer") });
  const races = await Promise.allSettled([1, 2, 3, 4].map(() => savePolicy(shop.lead, input(read.revision))));
  expect(races.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const [lost] = races.flatMap((race) => (race.status === "rejected" ? [race.reason] : []));
  expect(lost).toMatchObject({
    code: "conflict",
    detail: { more: { state: "draft", revision: read.revision + 1 } },
  });
  await expect(publish(shop.finance, read)).rejects.toMatchObject({ code: "conflict" });
  expect((await inForce()).number).toBe(0);
});

it("has one version in force when several are published at the same moment", async () => {
  for (let race = 0; race < 5; race += 1) {
    shop = await createShop();
    const drafts = [await draft("One"), await draft("Two"), await draft("Three")];
    await Promise.all(drafts.map((one) => publish(shop.finance, one)));
    expect((await statesOf()).toSorted()).toEqual(["published", "superseded", "superseded"]);
  }
});

it("is published once by two who publish it at the same moment, and the second is told so", async () => {
  const only = await draft("Only");
  const results = await Promise.allSettled([publish(shop.finance, only), publish(shop.secondLead, only)]);
  expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const [refused] = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  expect(refused).toMatchObject({ code: "conflict", detail: { more: { state: "published" } } });
  const events = await owner`select from makegood.outbox where tenant_id = ${shop.tenantId}`;
  expect(events).toHaveLength(1);
});

it("lets only one of two replace what both compared with, when they say what that was", async () => {
  const [one, two] = [await draft("One"), await draft("Two")];
  const results = await Promise.allSettled([
    publish(shop.finance, one, { replacesNumber: 0 }),
    publish(shop.finance, two, { replacesNumber: 0 }),
  ]);
  expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect((await statesOf()).toSorted()).toEqual(["draft", "published"]);
});

it("never changes its words once it was published, not even for the owner of the tables", async () => {
  const published = await draft("Published");
  await publish(shop.finance, published);
  const input = {
    versionId: published.id,
    revision: published.revision,
    title: "x",
    document: documentOf("x"),
  };
  await expect(savePolicy(shop.lead, savePolicyInput.parse(input))).rejects.toMatchObject({
    code: "conflict",
  });
  const change = owner`update makegood.policy_versions set document = '{}' where id = ${published.id}`;
  await expect(change).rejects.toThrow(/cannot be changed/);
  const renumber = owner`update makegood.policy_versions set number = 9 where id = ${published.id}`;
  await expect(renumber).rejects.toThrow(/cannot be changed/);
});

it("comes into force at its start: at once for decisions, and for the books when the worker comes by", async () => {
  const [now, later] = [await draft("Now"), await draft("Later")];
  await publish(shop.finance, now);
  await publish(shop.finance, later, { startsAt: inAnHour() });
  expect(await publishDuePolicies(shop.tenantId)).toBe(0);
  expect((await inForce()).number).toBe(now.number);
  await letStart(later);
  expect((await inForce()).number).toBe(later.number);
  expect(await statesOf()).toEqual(["published", "scheduled"]);
  const turned = await Promise.all([publishDuePolicies(shop.tenantId), publishDuePolicies(shop.tenantId)]);
  expect(turned.toSorted()).toEqual([0, 1]);
  expect(await statesOf()).toEqual(["superseded", "published"]);
  const events = await owner`select from makegood.outbox where tenant_id = ${shop.tenantId}`;
  expect(events).toHaveLength(2);
});

it("is replaced by what is published after its start, even while the worker is away", async () => {
  const [scheduled, urgent] = [await draft("Scheduled"), await draft("Urgent")];
  await publish(shop.finance, scheduled, { startsAt: inAnHour() });
  await letStart(scheduled, 60);
  await publish(shop.finance, urgent);
  expect((await inForce()).number).toBe(urgent.number);
  expect(await publishDuePolicies(shop.tenantId)).toBe(0);
  expect(await statesOf()).toEqual(["superseded", "published"]);
});

it("can be taken back before its start, and not after", async () => {
  const scheduled = await draft("Scheduled");
  await publish(shop.finance, scheduled, { startsAt: inAnHour() });
  await unschedulePolicy(shop.lead, scheduled.id);
  await unschedulePolicy(shop.lead, scheduled.id);
  expect(await findVersion(shop.lead, scheduled.id)).toMatchObject({
    state: "draft",
    startsAt: null,
    publishedByName: null,
  });
  const again = { ...scheduled, revision: scheduled.revision + 1 };
  await publish(shop.finance, again, { startsAt: inAnHour() });
  await letStart(scheduled);
  await expect(unschedulePolicy(shop.lead, scheduled.id)).rejects.toMatchObject({ code: "conflict" });
});

it("refuses a start that is past, too far away or no time at all", async () => {
  const own = await draft("Own");
  for (const startsAt of ["2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "0000-01-01T00:00:00Z"])
    await expect(publish(shop.finance, own, { startsAt })).rejects.toMatchObject({ code: "invalid" });
  expect(publishPolicyInput.safeParse({ versionId: own.id, revision: 1, startsAt: "tomorrow" }).success).toBe(
    false,
  );
});

it("goes back to the words of a former version as a new one, which a second person publishes as well", async () => {
  const [first, second] = [await draft("First"), await draft("Second")];
  await publish(shop.finance, first);
  await publish(shop.finance, second);
  const back = await rollBackPolicy(shop.lead, { versionId: first.id, note: "Too strict" });
  expect((await inForce()).number).toBe(second.number);
  await expect(publish(shop.lead, back)).rejects.toThrow(/second person/);
  await publish(shop.secondLead, back);
  const now = await inForce();
  expect(now.number).toBe(3);
  expect(now.document.clauses[0]?.text).toBe("First");
  await expect(
    rollBackPolicy(shop.lead, { versionId: (await draft("x")).id, note: "" }),
  ).rejects.toMatchObject({
    code: "conflict",
  });
});

it("leaves a discarded draft out of the list, and its number unused", async () => {
  const [kept, thrown] = [await draft("Kept"), await draft("Thrown")];
  await discardPolicy(shop.finance, thrown.id);
  await discardPolicy(shop.finance, thrown.id);
  const next = await draft("Next");
  expect((await listVersions(shop.agent)).map(({ number }) => number)).toEqual([next.number, kept.number]);
  expect(next.number).toBe(3);
  await expect(publish(shop.finance, thrown)).rejects.toMatchObject({ code: "conflict" });
});

it("of another tenant is nobody's to read, change or publish", async () => {
  const foreign = await draft("Foreign");
  const elsewhere = await createShop();
  expect(await findVersion(elsewhere.lead, foreign.id)).toBeUndefined();
  for (const attempt of [
    () => publish(elsewhere.finance, foreign),
    () => discardPolicy(elsewhere.lead, foreign.id),
    () => rollBackPolicy(elsewhere.lead, { versionId: foreign.id, note: "" }),
    () => draftPolicy(elsewhere.lead, draftPolicyInput.parse({ title: "Copy", versionId: foreign.id })),
    () => draftPolicy(elsewhere.lead, draftPolicyInput.parse({ title: "Copy", versionId: newId() })),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
});

it("says of a document that is not one which field is wrong", () => {
  const input = { versionId: newId(), revision: 1, title: "x" };
  const pathsOf = (document: unknown) =>
    savePolicyInput.safeParse({ ...input, document }).error?.issues.map(({ path }) => path.join("."));
  const good = documentOf("Good");
  expect(pathsOf(good)).toBeUndefined();
  expect(pathsOf(JSON.stringify(good))).toBeUndefined();
  expect(pathsOf({ ...good, rules: [{ ...good.rules[0], otherwise: "allow" }] })).toEqual([
    "document.rules.0.otherwise",
  ]);
  expect(pathsOf({ ...good, rules: [{ ...good.rules[0], clauseId: "none" }] })).toEqual(["document.rules"]);
  expect(pathsOf("{")).toEqual(["document"]);
  expect(pathsOf(JSON.stringify(documentOf("a\u0000b")))).toEqual(["document"]);
});
