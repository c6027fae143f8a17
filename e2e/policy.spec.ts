import { expect, type Page } from "playwright/test";
import { owner } from "@/lib/testing/shop";
import { signIn } from "./people";
import { test } from "./test";

/** What the page says is in force, as a number. */
async function numberInForce(page: Page): Promise<number> {
  const words = await page
    .getByText(/^In force: version/)
    .first()
    .textContent();
  return Number(/version (\d+)/.exec(words ?? "")?.[1]);
}

/** Starts a draft from a template. @returns its path */
async function startDraft(page: Page, title: string): Promise<string> {
  await page.goto("/t/nordlicht/policy");
  const form = page.getByRole("form", { name: "New draft from a template" });
  await form.getByLabel("Template").selectOption({ index: 1 });
  await form.getByLabel("Title").fill(title);
  await form.getByRole("button", { name: "Start the draft" }).click();
  await page.waitForURL(/\/policy\/\d+$/);
  return new URL(page.url()).pathname;
}

test("nobody publishes what they wrote; a second person does, and the page shows it in force", async ({
  browser,
}) => {
  const lead = await signIn(browser, "lead@nordlicht.test");
  await lead.goto("/t/nordlicht/policy");
  const former = await numberInForce(lead);
  const path = await startDraft(lead, "Browser test");
  const number = Number(path.split("/").at(-1));
  await expect(lead.getByText("A second person publishes what you wrote.")).toBeVisible();
  await expect(lead.getByRole("button", { name: /in force now/ })).toHaveCount(0);

  const finance = await signIn(browser, "finance@nordlicht.test", path);
  await finance.getByRole("button", { name: `Put version ${number} in force now` }).click();
  await expect(finance.getByText("In force", { exact: true })).toBeVisible();
  await lead.goto("/t/nordlicht/policy");
  expect(await numberInForce(lead)).toBe(number);

  // The shop's own words come back the same way.
  await finance.goto(`/t/nordlicht/policy/${former}`);
  await finance.getByLabel("Why the shop goes back to it").fill("The browser test is over.");
  await finance.getByRole("button", { name: "Roll back to this version" }).click();
  await finance.waitForURL(new RegExp(`/policy/${number + 1}$`));
  await lead.goto(`/t/nordlicht/policy/${number + 1}`);
  await lead.getByRole("button", { name: `Put version ${number + 1} in force now` }).click();
  await expect(lead.getByText("In force", { exact: true })).toBeVisible();
});

test("a draft that was saved meanwhile is not overwritten, and nothing typed is lost", async ({
  browser,
}) => {
  const lead = await signIn(browser, "lead@nordlicht.test");
  const path = await startDraft(lead, "Two tabs");
  const other = await lead.context().newPage();
  await other.goto(path);
  const formOf = (page: Page) => page.getByRole("form", { name: "Edit the draft" });
  await formOf(other).getByLabel("Title").fill("Saved first");
  await formOf(other).getByRole("button", { name: "Save the draft" }).click();
  await expect(other.getByText("The draft is saved.")).toBeVisible();

  await formOf(lead).getByLabel("Title").fill("Typed meanwhile");
  await formOf(lead).getByRole("button", { name: "Save the draft" }).click();
  await expect(lead.getByText(/Somebody saved this draft meanwhile/)).toBeVisible();
  await expect(formOf(lead).getByLabel("Title")).toHaveValue("Typed meanwhile");

  await formOf(other).getByLabel("Clauses, rules and floors").fill('{"clauses": [], "rules": []}');
  await formOf(other).getByRole("button", { name: "Save the draft" }).click();
  await expect(formOf(other).getByText(/^clauses:/)).toBeVisible();
  await expect(formOf(other).getByLabel("Clauses, rules and floors")).toHaveValue(
    '{"clauses": [], "rules": []}',
  );
  await other.getByRole("button", { name: "Discard the draft" }).click();
  await expect(other.getByRole("heading", { level: 1 })).not.toContainText("Saved first");
});

test("the bench shows a denied cancel with the clause that denies it", async ({ browser }) => {
  const [order] = await owner<{ external_id: string }[]>`
    select o.external_id from makegood.orders o join makegood.tenants t on t.id = o.tenant_id
    where t.slug = 'tau-retail' and o.status = 'delivered' order by o.external_id limit 1`;
  const page = await signIn(browser, "lead@tau-retail.test", "/t/tau-retail/policy/bench");
  await page.getByLabel("Order number").fill(order?.external_id ?? "");
  await page.getByLabel("What is asked for").selectOption("cancel");
  await page.getByRole("button", { name: "Ask the policy" }).click();
  await expect(page.locator('[data-verdict="deny"]')).toBeVisible();
  await expect(page.locator('[data-result="fail"] details[open] p').first()).not.toBeEmpty();
});

test("the bench judges an order that nobody placed, and says at its field what it cannot read", async ({
  browser,
}) => {
  const page = await signIn(browser, "lead@tau-retail.test", "/t/tau-retail/policy/bench");
  await page.getByRole("link", { name: "Facts you type" }).click();
  const form = page.getByRole("form", { name: "Ask the policy" });
  await form.getByLabel("Name").first().fill("Lamp");
  await form.getByLabel("Price of a piece").first().fill("a lot");
  await form.getByLabel("Reason").fill("no longer needed");
  await form.getByLabel("Where the money goes").selectOption("card");
  const ask = form.getByRole("button", { name: "Ask the policy" });
  await ask.click();
  await expect(form.getByLabel("Price of a piece").first()).toHaveAttribute("aria-invalid", "true");
  await form.getByLabel("Price of a piece").first().fill("19.90");
  await ask.click();
  await expect(page.locator('[data-verdict="allow"]')).toContainText("at most $19.90");
  await form.getByLabel("Status of the order").selectOption("processed");
  await ask.click();
  await expect(page.locator('[data-verdict="deny"]')).toBeVisible();
  await expect(form.getByLabel("Name").first()).toHaveValue("Lamp");
});

test("an admin changes a setting, in exact amounts, and the page shows what was saved", async ({
  browser,
}) => {
  const admin = await signIn(browser, "admin@tau-retail.test", "/t/tau-retail/settings");
  const form = admin.getByRole("form", { name: "Limits and hours" });
  const agent = form.getByLabel("An agent alone").first();
  const before = await agent.inputValue();
  for (const value of ["199.99", before]) {
    await agent.fill(value);
    await form.getByRole("button", { name: "Save the settings" }).click();
    await expect(admin.getByText("The settings are saved.")).toBeVisible();
    await admin.reload();
    await expect(agent).toHaveValue(value);
  }
  await agent.fill("1.999");
  await form.getByRole("button", { name: "Save the settings" }).click();
  await expect(form.getByText(/^Enter an amount of/)).toBeVisible();
  await expect(agent).toHaveValue("1.999");
});

test("while payouts are stopped every page says so, until somebody lifts it", async ({ browser }) => {
  const finance = await signIn(browser, "finance@nordlicht.test", "/t/nordlicht/settings");
  const form = finance.getByRole("form", { name: "Stop payouts" });
  await form.getByLabel("Why, in a sentence").fill("A browser test stops them.");
  await form.getByRole("button", { name: "Stop them now" }).click();
  const banner = finance.getByRole("status").filter({ hasText: "By Klara Vogt" });
  await expect(banner).toBeVisible();
  const agent = await signIn(browser, "agent@nordlicht.test", "/t/nordlicht/inbox");
  await expect(agent.getByText("All payouts are stopped")).toBeVisible();
  await finance.getByRole("button", { name: "Let payouts go on" }).click();
  await expect(banner).toHaveCount(0);
  await agent.reload();
  await expect(agent.getByText("All payouts are stopped")).toHaveCount(0);
});

test("a version is tried on what was decided before, and says which answers flip and for how much", async ({
  browser,
}) => {
  const lead = await signIn(browser, "lead@tau-retail.test", "/t/tau-retail/policy");
  const form = lead.getByRole("form", { name: "New draft from a template" });
  await form.getByLabel("Template").selectOption({ label: "Return windows and membership" });
  await form.getByLabel("Title").fill("Windows, tried out");
  await form.getByRole("button", { name: "Start the draft" }).click();
  await lead.waitForURL(/\/policy\/\d+$/);
  await expect(lead.getByRole("heading", { name: /^Against version \d+, which is in force$/ })).toBeVisible();
  await lead.getByRole("link", { name: "Back-test" }).click();
  const flips = lead.locator("[data-flips]");
  await expect(flips).toContainText(/^\d+ of \d+ decisions would have another answer\.$/);
  const count = Number(await flips.getAttribute("data-flips"));
  expect(count).toBeGreaterThan(0);
  await expect(lead.getByRole("table", { name: "Sums per currency" })).toContainText("USD");
  const flipped = lead.getByRole("table", { name: /^Decisions with another answer/ });
  await expect(flipped.getByRole("row")).toHaveCount(Math.min(count, 500) + 1);
  await flipped.getByRole("link").first().click();
  await lead.waitForURL(/\/cases\//);
});
