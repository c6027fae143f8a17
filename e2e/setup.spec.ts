import { expect, type Page, test } from "playwright/test";
import { owner } from "@/lib/testing/shop";
import { signIn } from "./people";

const setUp = "/t/tau-retail/setup";
const drill = (page: Page) => page.getByRole("form", { name: "Failure drill" });

test("a lead causes a failure, refunds into it and watches the desk recover by itself", async ({
  browser,
}) => {
  const lead = await signIn(browser, "lead@tau-retail.test", setUp);
  await drill(lead).getByLabel("What shall go wrong?").selectOption("timeout_after_paying");
  await drill(lead).getByRole("button", { name: "Start the drill" }).click();
  await lead.waitForURL(/\/cases\//);
  const caseId = lead.url().split("/").at(-1)?.split("?")[0] ?? "";
  await expect(lead.getByRole("heading", { level: 1 })).toContainText("Drill");
  await lead.getByRole("checkbox").first().check();
  await lead.getByLabel("Reason", { exact: true }).selectOption("damaged");
  await lead.getByLabel(/^Why/).fill("A drill, to see it recover.");
  await lead
    .getByRole("button", { name: /^Refund .*Visa/ })
    .last()
    .click();
  const payout = lead.locator('[data-step="payout"]');
  await expect(payout).toHaveAttribute("data-state", "done", { timeout: 45_000 });
  const [paid] = await owner`
    select count(*)::int as count from makegood.refunds where case_id = ${caseId} and state = 'succeeded'`;
  expect(paid?.count).toBe(1);
  await lead.context().close();
});

test("an admin connects the provider, takes in payments, finds one and opens a case about it", async ({
  browser,
}) => {
  const admin = await signIn(browser, "admin@tau-retail.test", setUp);
  const connect = admin.getByRole("form", { name: "Connect the provider" });
  await connect.getByLabel(/Secret key/).fill("sk_test_not_a_key");
  await connect.getByRole("button", { name: "Connect" }).click();
  await expect(connect.getByText("The provider does not know this key.")).toBeVisible();
  await connect.getByLabel(/Secret key/).fill("");
  await connect.getByRole("button", { name: "Connect" }).click();
  await expect(admin.getByText("The payment simulator is used.")).toBeVisible();
  await admin.getByRole("button", { name: /Take in payments/ }).click();
  await expect(admin.getByText(/payments? taken in\.|were taken in/).first()).toBeVisible({
    timeout: 60_000,
  });

  await admin.goto("/t/tau-retail/orders?q=%23W2378156");
  await admin.getByText("New case").click();
  await admin.getByLabel("Subject").fill("Called: lamp is broken");
  await admin.getByLabel("What the customer wants").fill("The lamp does not light up.");
  await admin.getByRole("button", { name: "Open the case" }).click();
  await expect(admin.getByRole("heading", { level: 1 })).toHaveText(/Called: lamp is broken/);
  await admin.context().close();
});

test("a file of orders is tried before it is taken in", async ({ browser }) => {
  const lead = await signIn(browser, "lead@tau-retail.test", `${setUp}/import`);
  const text = [
    "order,status,currency,placed_at,customer_email,item,item_name,unit_price",
    "#CSV1,delivered,USD,2026-01-02,ana@example.test,shoe,Shoes,42.10",
    "#CSV2,delivered,USD,2026-01-02,nobody,lamp,Lamp,1",
  ].join("\n");
  await expect(lead.getByRole("button", { name: "Import the orders" })).toBeDisabled();
  await lead.getByLabel("Orders as CSV").setInputFiles({
    name: "orders.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(text),
  });
  await lead.getByRole("button", { name: "Try it" }).click();
  await expect(lead.getByText(/Nothing was saved.*1 new/)).toBeVisible();
  await expect(lead.getByText(/Line 3, customer_email/)).toBeVisible();
  await lead.getByRole("button", { name: "Import the orders" }).click();
  await expect(lead.getByText(/^Of the orders.*1 new/)).toBeVisible();
  await lead.goto("/t/tau-retail/orders?q=%23csv1");
  await expect(lead.getByRole("list", { name: "Orders" })).toContainText("$42.10");
  await lead.context().close();
});
