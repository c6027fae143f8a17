import { promisify } from "node:util";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { addAdmin } from "@/lib/testing/admin";
import { setting } from "@/lib/testing/setting";
import { createShop, owner, type Shop } from "@/lib/testing/shop";
import { crmOf, saveCrm } from "./connections";
import { checkCrm, connectCrm } from "./health";
import { lookUpOpen, refusalOf } from "./open-network";
import { findCrmHealth } from "./queries";
import { connectCrmInput } from "./schema";

let shop: Shop;
let admin: MemberActor;
beforeEach(async () => {
  shop = await createShop();
  admin = await addAdmin(shop.tenantId);
});
afterAll(() => owner.end());

const url = setting("CRM_URL");
const secret = setting("CRM_SECRET");
const another = "whsec_dGhpcyBpcyBhbm90aGVyIHNlY3JldCBhbHRvZ2V0aGVy";

describe("a CRM of a tenant's own", () => {
  it("is saved once it took a message that is signed with the tenant's secret, sealed, and used for nobody else", async () => {
    await expect(connectCrm(admin, { url, secret: another })).rejects.toMatchObject({
      code: "invalid",
      detail: { field: "url" },
    });
    expect(await findCrmHealth(admin)).toMatchObject({ url: null, checkedAt: null });
    await connectCrm(admin, { url, secret });
    expect(await findCrmHealth(admin)).toMatchObject({ url, connectedByName: "Ada Novak", failure: null });
    const [row] = await owner`select * from makegood.crm_connections where tenant_id = ${shop.tenantId}`;
    expect(JSON.stringify([row, await findCrmHealth(admin)])).not.toContain(secret);
    const by = { id: admin.userId, name: admin.name };
    await asActor(admin, (tx) => saveCrm(tx, shop.tenantId, { target: { url, secret: another }, by }));
    expect(await crmOf(shop.tenantId)).toEqual({ url, secret: another });
    expect(await crmOf((await createShop()).tenantId)).toEqual({ url, secret });
  });

  it("shows why a test delivery was not taken, and that the next one was", async () => {
    const by = { id: admin.userId, name: admin.name };
    await asActor(admin, (tx) => saveCrm(tx, shop.tenantId, { target: { url, secret: another }, by }));
    await expect(checkCrm(admin)).rejects.toMatchObject({ code: "unavailable" });
    expect((await findCrmHealth(shop.agent)).failure).toContain("did not take");
    await connectCrm(admin, { url: undefined, secret: undefined });
    await checkCrm(admin);
    expect(await findCrmHealth(shop.agent)).toMatchObject({ url: null, failure: null });
  });

  it("is for admins whose second factor is fresh, in the database as well", async () => {
    await expect(connectCrm(shop.lead, { url, secret })).rejects.toMatchObject({ code: "forbidden" });
    await expect(checkCrm(shop.lead)).rejects.toMatchObject({ code: "forbidden" });
    const by = { id: shop.lead.userId, name: "Lea" };
    const behind = asActor(shop.lead, (tx) => saveCrm(tx, shop.tenantId, { target: { url, secret }, by }));
    await expect(behind).rejects.toMatchObject({ cause: { code: "42501" } });
  });
});

describe("messages go to the open internet alone", () => {
  it.each([
    "http://crm.example.com/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://10.1.2.3/",
    "https://169.254.169.254/latest/meta-data",
    "https://2130706433/",
    `${url}elsewhere`,
  ])("never to %s", async (address) => {
    expect(refusalOf(address)).toBeDefined();
    await expect(connectCrm(admin, { url: address, secret })).rejects.toMatchObject({ code: "invalid" });
  });

  it("nor to a name that leads inside", async () => {
    expect(refusalOf("https://crm.example.com/hook")).toBeUndefined();
    await expect(promisify(lookUpOpen)("localhost", {})).rejects.toThrow("open internet");
  });

  it.each([
    { url: "https://user:pass@crm.example.com/", secret },
    { url: "crm.example.com", secret },
    { url: "https://crm.example.com/", secret: "short" },
    { url: "https://crm.example.com/", secret: "" },
    { url: "", secret },
  ])("and what is no address or secret is refused: %j", (input) => {
    expect(connectCrmInput.safeParse(input).success).toBe(false);
  });
});
