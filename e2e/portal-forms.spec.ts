import { expect, type Page } from "playwright/test";
import { createShop, owner, type Shop } from "@/lib/testing/shop";
import { openPhone, photo, signUpAsCustomer } from "./customers";
import { test } from "./test";

let shop: Shop;
test.beforeEach(async () => {
  shop = await createShop();
});

const alertOf = (page: Page) => page.getByRole("main").getByRole("alert");
const send = (page: Page) => page.getByRole("button", { name: "Send my request" });
const words = (page: Page) => page.getByLabel("Tell us more");
const files = (page: Page) => page.getByLabel("Photos or papers");
const namesOfFiles = (page: Page) =>
  files(page).evaluate((input) => [...((input as HTMLInputElement).files ?? [])].map(({ name }) => name));

async function writeRequest(page: Page): Promise<void> {
  await page.getByLabel("It arrived damaged or does not work").check();
  await page.getByLabel("My money back").check();
  await words(page).fill("The handle is broken.");
  await files(page).setInputFiles(photo);
}

const countRequests = async (): Promise<number> => {
  const [row] = await owner<{ count: number }[]>`
    select count(*)::int as count from makegood.cases where tenant_id = ${shop.tenantId} and channel = 'portal'`;
  return row?.count ?? 0;
};

test("what is wrong with a form is said where one reads next, and nothing typed or chosen is lost", async ({
  browser,
}) => {
  test.setTimeout(90_000);
  const { page, opened } = await signUpAsCustomer(browser, shop);
  await page.goto(`/help/${shop.slug}/ask?order=${opened.orderId}`);
  await page.getByLabel(/Item 1/).check();
  await page.getByLabel("My money back").check();
  await files(page).setInputFiles(photo);
  await send(page).press("Enter");
  await expect(alertOf(page)).toContainText("Choose what happened.");
  await expect(alertOf(page)).toBeFocused();
  await expect(page.getByLabel(/Item 1/)).toBeChecked();
  await expect(page.getByLabel("My money back")).toBeChecked();
  expect(await namesOfFiles(page)).toEqual([photo.name]);

  // What is too large for the server is not even sent.
  const posts: string[] = [];
  page.on("request", (request) => request.method() === "POST" && posts.push(request.url()));
  await page.getByLabel("It arrived damaged or does not work").check();
  await words(page).fill("The handle is broken.");
  const large = { name: "long.txt", mimeType: "text/plain", buffer: Buffer.alloc(11 * 1024 * 1024, "a") };
  await files(page).setInputFiles(large);
  await send(page).click();
  await expect(alertOf(page)).toContainText("all of them 10 MB");
  expect(posts).toEqual([]);
  expect(await countRequests()).toBe(0);
});

test("a form whose answer is lost says so, keeps everything, and counts once when it is sent again", async ({
  browser,
}) => {
  test.setTimeout(90_000);
  const { page, opened } = await signUpAsCustomer(browser, shop);
  await page.goto(`/help/${shop.slug}/ask?order=${opened.orderId}`);
  await writeRequest(page);
  await page.route(/\/ask/, async (route) => {
    if (route.request().method() === "POST") await route.fetch({ maxRedirects: 0 });
    await route.abort("connectionreset");
  });
  await send(page).click();
  await expect(alertOf(page)).toContainText("The connection broke off");
  await expect(send(page)).toBeEnabled();
  await expect(words(page)).toHaveValue("The handle is broken.");
  expect(await namesOfFiles(page)).toEqual([photo.name]);
  expect(await countRequests()).toBe(1);

  await page.unroute(/\/ask/);
  await send(page).dblclick();
  await expect(page).toHaveURL(/\/requests\/[\w-]{36}$/);
  await expect(page.getByRole("link", { name: /damage\.png/ })).toHaveCount(1);
  expect(await countRequests()).toBe(1);
});

test("an answer to one form leaves what is typed in another", async ({ browser }) => {
  test.setTimeout(90_000);
  const { page, opened } = await signUpAsCustomer(browser, shop);
  await page.goto(`/help/${shop.slug}/requests/${opened.caseId}`);
  await page.getByLabel("Your message").fill("I can send a photo.");
  await page.getByRole("button", { name: "Cancel my request" }).click();
  await expect(page.locator("section[data-status=closed]")).toBeVisible();
  await expect(page.getByRole("main")).toBeFocused();
  await expect(page.getByLabel("Your message")).toHaveValue("I can send a photo.");

  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByRole("status")).toBeFocused();
  await expect(page.getByText("I can send a photo.")).toBeVisible();
  await expect(page.getByLabel("Your message")).toHaveValue("");
});

test("the portal works without JavaScript", async ({ browser }) => {
  test.setTimeout(90_000);
  const { page: signedIn } = await signUpAsCustomer(browser, shop);
  const options = { javaScriptEnabled: false, storageState: await signedIn.context().storageState() };
  const page = await openPhone(browser, options);
  await page.goto(`/help/${shop.slug}/requests`);
  await page.getByRole("link", { name: /Ask about this order/ }).click();
  await words(page).fill("The handle is broken.");
  await send(page).click();
  await expect(alertOf(page)).toContainText("Choose what happened.");
  await expect(words(page)).toHaveValue("The handle is broken.");
  await writeRequest(page);
  await send(page).click();
  await expect(page).toHaveURL(/\/requests\/[\w-]{36}$/);
  await page.getByLabel("Your message").fill("Here is one more thing.");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText("Here is one more thing.")).toBeVisible();
});
