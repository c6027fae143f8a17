import { sql } from "drizzle-orm";
import { afterAll, expect, it } from "vitest";
import { asActor } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { promise } from "@/lib/testing/promises";
import { createShop, type OpenCase, openCase, owner, type Shop } from "@/lib/testing/shop";

afterAll(() => owner.end());

type Written = Readonly<{
  amountMinor: number;
  aside?: number;
  method?: string;
  replacesId?: string;
  currency?: string;
}>;

/** A refund that goes past the commands: set aside and written as an actor of the product could. */
const write = (shop: Shop, opened: OpenCase, refund: Written) => {
  const { amountMinor, aside = 0, method = "refund", replacesId = null, currency = "USD" } = refund;
  return asActor(shop.finance, async (tx) => {
    await tx.execute(sql`
      update makegood.charges set reserved_minor = reserved_minor + ${aside} where id = ${opened.chargeId}`);
    await tx.execute(sql`
      insert into makegood.refunds
        (id, tenant_id, case_id, decision_id, charge_id, state, method, amount_minor, currency, replaces_id)
      values (${newId()}, ${shop.tenantId}, ${opened.caseId}, ${newId()}, ${opened.chargeId}, 'reserved', ${method},
        ${amountMinor}, ${currency}, ${replacesId})`);
  });
};
const refused = { cause: { code: "23514" } };

it.each(["refund", "manual", "store_credit"])(
  "the database refuses a %s beyond what is set aside",
  async (method) => {
    const shop = await createShop();
    const opened = await openCase(shop, [5_000]);
    await expect(write(shop, opened, { amountMinor: 1, method })).rejects.toMatchObject(refused);
    await write(shop, opened, { amountMinor: 3_000, aside: 3_000, method });
    await expect(write(shop, opened, { amountMinor: 2_001, aside: 2_000, method })).rejects.toMatchObject(
      refused,
    );
    await expect(write(shop, opened, { amountMinor: 2_001, aside: 2_001, method })).rejects.toMatchObject(
      refused,
    );
    await expect(
      write(shop, opened, { amountMinor: 100, aside: 100, method, currency: "EUR" }),
    ).rejects.toMatchObject(refused);
    await write(shop, opened, { amountMinor: 2_000, aside: 2_000, method });
  },
);

it("the database refuses a replacement of another amount, or of another case's refund", async () => {
  const shop = await createShop();
  const [opened, other] = [await openCase(shop, [5_000]), await openCase(shop, [5_000])];
  const failed = await promise(shop, opened, 2_000, { state: "failed" });
  const by = { method: "manual", replacesId: failed };
  await expect(write(shop, opened, { ...by, amountMinor: 1_999 })).rejects.toMatchObject(refused);
  await expect(write(shop, other, { ...by, amountMinor: 2_000, aside: 2_000 })).rejects.toMatchObject(
    refused,
  );
  await write(shop, opened, { ...by, amountMinor: 2_000 });
});

it("the database lets nobody change what a refund promises", async () => {
  const shop = await createShop();
  const opened = await openCase(shop, [5_000]);
  const refundId = await promise(shop, opened, 2_000);
  for (const change of [sql`amount_minor = 1999`, sql`currency = 'EUR'`]) {
    const changing = asActor(shop.finance, (tx) =>
      tx.execute(sql`update makegood.refunds set ${change} where id = ${refundId}`),
    );
    await expect(changing).rejects.toMatchObject({ cause: { code: expect.stringMatching(/23514|42501/) } });
  }
});
