import { expect, type Page } from "playwright/test";
import { mailTo } from "@/e2e/mailbox";
import { createAccount, fillSignIn, newAddress, password } from "@/e2e/people";
import { test } from "@/e2e/test";

test.skip(!process.env.GITHUB_URL, "this auth server has no provider whose address leads to the stand-in");

/** Plays the person at the provider. */
async function authorize(page: Page, email: string, isVerified = true): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Continue with GitHub" }).click();
  await page.getByLabel("Mail address").fill(email);
  if (!isVerified) await page.getByLabel("The address is verified").uncheck();
  await page.getByRole("button", { name: "Authorize" }).click();
}

test("somebody new signs in with GitHub and comes back to the page they wanted", async ({ page }) => {
  const email = newAddress("octocat");
  await page.goto("/account/password");
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByRole("link", { name: "Continue with GitHub" }).click();
  await page.getByLabel("Mail address").fill(email);
  await page.getByRole("button", { name: "Authorize" }).click();
  await expect(page).toHaveURL(/\/account\/password/);
  await page.goto("/account");
  await expect(page.getByText(email).first()).toBeVisible();
  const cookies = await page.context().cookies();
  expect(cookies.filter(({ name }) => /verifier|provider/.test(name))).toEqual([]);
  expect(cookies.filter(({ name }) => name.startsWith("makegood-")).every(({ httpOnly }) => httpOnly)).toBe(
    true,
  );
});

test("GitHub opens the account with the same confirmed address, whose password goes on working", async ({
  browser,
  page,
}) => {
  const email = newAddress("octocat");
  await createAccount(await browser.newContext(), email);
  await authorize(page, email);
  await expect(page).toHaveURL(/\/welcome/);
  const fresh = await (await browser.newContext()).newPage();
  await fillSignIn(fresh, email, password);
  await expect(fresh).toHaveURL(/\/welcome/);
});

test("whoever cancels at GitHub, or has not verified the address there, stays outside and is told so", async ({
  page,
}) => {
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Continue with GitHub" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /did not work/ })).toBeVisible();
  await authorize(page, newAddress("octocat"), false);
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole("alert").filter({ hasText: /provider/ })).toBeVisible();
});

test("an answer of GitHub opens nothing in another browser, and nothing twice", async ({
  browser,
  baseURL,
}) => {
  const own = (await browser.newContext()).request;
  const next = async (path: string, context = own) =>
    (await context.get(path, { maxRedirects: 0 })).headers().location ?? "";
  const question = new URL(await next(await next("/auth/oauth/github")));
  const granted = await own.post(question.origin + question.pathname, {
    maxRedirects: 0,
    form: {
      email: newAddress("octocat"),
      name: "Olga Octocat",
      verified: "on",
      answer: "yes",
      state: question.searchParams.get("state") ?? "",
      redirect_uri: question.searchParams.get("redirect_uri") ?? "",
    },
  });
  const answer = new URL(await next(granted.headers().location ?? ""));
  const path = `${baseURL}${answer.pathname}${answer.search}`;
  expect(answer.searchParams.get("code")).toBeTruthy();

  const other = (await browser.newContext()).request;
  expect(await next(path, other)).toMatch(/\/sign-in\?problem=provider$/);
  expect(await next(path)).toMatch(/\/welcome$/);
  expect(await next(path)).toMatch(/\/sign-in\?problem=provider$/);
  expect((await own.get("/account", { maxRedirects: 0 })).status()).toBe(200);
});

test("GitHub is connected to an account and disconnected again, and its owner is told both times", async ({
  browser,
}) => {
  const email = newAddress("linker");
  const page = await createAccount(await browser.newContext(), email);
  await page.goto("/account");
  const connect = page.getByRole("form", { name: "Connect GitHub" });
  test.skip((await connect.count()) === 0, "this auth server connects providers by equal addresses alone");
  await connect.getByRole("button").click();
  await page.getByLabel("Mail address").fill(newAddress("octocat"));
  await page.getByRole("button", { name: "Authorize" }).click();
  await expect(page).toHaveURL(/\/account$/);
  await mailTo(email, /can be opened with GitHub/);
  await page.getByRole("form", { name: "Disconnect GitHub" }).getByRole("button").click();
  await expect(connect).toBeVisible();
  await mailTo(email, /can no longer be opened with GitHub/);
});
