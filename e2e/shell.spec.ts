import { type Browser, expect, type Page } from "playwright/test";
import { findRefundableCase } from "./cases";
import { goTo, signIn } from "./people";
import { test } from "./test";

const desk = "/t/tau-retail";

test.describe("the keyboard", () => {
  let page: Page;
  test.beforeAll(async ({ browser }) => {
    page = await signIn(browser, "lead@tau-retail.test", `${desk}/inbox`);
  });
  test.afterAll(() => page.context().close());

  test("leads to every place, unless somebody is typing", async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("r");
    await expect(page).toHaveURL(`${desk}/refunds`);
    await page.keyboard.press("g");
    await page.keyboard.press("a");
    await expect(page).toHaveURL(`${desk}/approvals`);
    await page.keyboard.press("ControlOrMeta+k");
    const words = page.getByRole("combobox", { name: "Search and commands" });
    await words.pressSequentially("g r g i");
    await expect(words).toHaveValue("g r g i");
    await expect(page).toHaveURL(`${desk}/approvals`);
    await page.keyboard.press("Escape");
    await expect(words).toBeHidden();
  });

  test("the palette finds a case by its number and teaches the keys of a place", async () => {
    const found = await findRefundableCase({ aboveMinor: 1_000, atMostMinor: 500_000 });
    await page.keyboard.press("ControlOrMeta+k");
    await expect(page.getByRole("option", { name: /Refunds.*g.*then.*r/ })).toBeVisible();
    await page.keyboard.type(String(found.number));
    await expect(page.getByRole("option", { name: new RegExp(`#${found.number}`) })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(`${desk}/cases/${found.caseId}`);
    await expect(page.getByRole("combobox", { name: "Search and commands" })).toBeHidden();
  });

  test("? lists what works here, own keys are refused when taken, kept, and there with the next page", async () => {
    await page.keyboard.press("?");
    const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await expect(sheet.getByText("Command palette")).toBeVisible();
    await sheet.getByRole("link", { name: "Change keys" }).click();
    const change = page.getByRole("button", { name: "Change the keys for Refunds" });
    await change.click();
    await page.keyboard.press("j");
    await expect(page.getByRole("alert").filter({ hasText: "already Lists: Next one" })).toBeVisible();
    await change.click();
    await page.keyboard.press("w");
    await expect(page.getByRole("button", { name: "Use the usual keys for Refunds" })).toBeVisible();

    await goTo(page, `${desk}/approvals`);
    await page.keyboard.press("w");
    await expect(page).toHaveURL(`${desk}/refunds`);

    await page.goto("/account/keyboard");
    await page.getByLabel(/^Use single keys/).uncheck();
    await goTo(page, `${desk}/approvals`);
    await page.keyboard.press("w");
    await page.keyboard.press("ControlOrMeta+k");
    await expect(page.getByRole("combobox", { name: "Search and commands" })).toBeVisible();
    await expect(page).toHaveURL(`${desk}/approvals`);
    await page.goto("/account/keyboard");
    await page.getByRole("button", { name: "Use the usual keys for everything" }).click();
  });

  test("the desk stays as its reader left it: folded, comfortable, dark", async () => {
    await page.goto(`${desk}/approvals`);
    await page.getByRole("button", { name: "Fold the rail" }).click();
    await page.getByRole("button", { name: /your account/ }).click();
    await page.getByRole("button", { name: "Comfortable rows" }).click();
    await page.getByRole("button", { name: "Dark theme" }).click();
    const html = await (await page.request.get(`${desk}/approvals`)).text();
    expect(html).toContain('data-rail="narrow"');
    expect(html).toContain('data-density="comfortable"');
    expect(html).toContain('data-theme="dark"');
  });
});

test("updates that stop are told over the page, and come back by themselves", async ({ browser }) => {
  const page = await signIn(browser, "agent@tau-retail.test", `${desk}/inbox`);
  const notice = page.getByText("Live updates are paused.");
  await expect(page.getByRole("main")).toBeVisible();
  await page.context().setOffline(true);
  await expect(notice).toBeVisible();
  await page.context().setOffline(false);
  await expect(notice).toBeHidden();
});

test("at 390 px everything is within reach of a thumb", async ({ browser }) => {
  const page = await phoneOf(browser);
  await page.getByRole("button", { name: "More" }).click();
  await expect(page.getByRole("link", { name: "Settings" })).toBeVisible();
  await page.getByRole("link", { name: "Policy", exact: true }).click();
  await expect(page).toHaveURL(`${desk}/policy`);
  await expect(page.getByRole("link", { name: "Settings" })).toBeHidden();
});

async function phoneOf(browser: Browser): Promise<Page> {
  const page = await signIn(browser, "lead@tau-retail.test");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${desk}/inbox`);
  return page;
}
