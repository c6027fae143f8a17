import { afterAll, expect, it } from "vitest";
import type { MemberActor } from "@/lib/platform/actor";
import { asTenant } from "@/lib/platform/db";
import { createShop, owner } from "@/lib/testing/shop";
import { findWords, listOwnWords } from "./queries";
import type { SaveTemplate } from "./schema";
import { resetTemplate, saveTemplate } from "./template-commands";

afterAll(() => owner.end());

const words: SaveTemplate = {
  ...{ mail: "refund_sent", locale: "de", version: 0 },
  ...{ subject: "Ihr Geld", body: "Hallo {{customer.name}}" },
};

it("an admin's words take the place of ours, for one language of one tenant, until they are reset", async () => {
  const [shop, other] = [await createShop(), await createShop()];
  const admin: MemberActor = { ...shop.agent, role: "admin" };
  await saveTemplate(admin, words);
  const found = (tenantId: string, locale: string) =>
    asTenant(tenantId, (tx) => findWords(tx, tenantId, "refund_sent", locale));
  expect(await found(shop.tenantId, "de")).toMatchObject({ subject: "Ihr Geld", version: 1 });
  expect([await found(shop.tenantId, "en"), await found(other.tenantId, "de")]).toEqual([
    undefined,
    undefined,
  ]);
  expect((await listOwnWords(other.agent)).words).toEqual([]);
  await resetTemplate(admin, words);
  await resetTemplate(admin, words);
  expect(await found(shop.tenantId, "de")).toBeUndefined();
  const [log] = await owner<{ actions: string[] }[]>`
    select array_agg(action order by created_at) as actions from makegood.audit_log where tenant_id = ${shop.tenantId}`;
  expect(log?.actions).toEqual(["mail_template.saved", "mail_template.reset"]);
});

it("of two people who change the same words one wins, and nobody but an admin changes any", async () => {
  const shop = await createShop();
  const admin: MemberActor = { ...shop.agent, role: "admin" };
  const both = await Promise.allSettled([saveTemplate(admin, words), saveTemplate(admin, words)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  await saveTemplate(admin, { ...words, version: 1 });
  await expect(saveTemplate(admin, { ...words, version: 1 })).rejects.toMatchObject({ code: "conflict" });
  for (const actor of [shop.agent, shop.lead, shop.finance]) {
    await expect(saveTemplate(actor, words)).rejects.toMatchObject({ code: "forbidden" });
    await expect(resetTemplate(actor, words)).rejects.toMatchObject({ code: "forbidden" });
  }
});
