import { Secret, TOTP } from "otpauth";
import { type Browser, type BrowserContext, expect, type Page } from "playwright/test";
import type { ShortcutId } from "@/components/shortcuts/catalogue";
import { owner } from "@/lib/testing/shop";
import { demoAccounts, demoFactorSecret, demoPassword, needsDemoFactor } from "@/scripts/seed/accounts";
import { linkIn, mailTo, subjects } from "./mailbox";

/** Opens a browser of their own for a demo account and signs in through Supabase Auth. */
export async function signIn(browser: Browser, email: string, path = "/"): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await fillSignIn(page, email, demoPassword);
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  const account = demoAccounts.find((known) => known.email === email);
  if (account && needsDemoFactor(account)) await enterCode(page, email, demoFactorSecret);
  if (path.startsWith("/t/")) await goTo(page, path);
  else if (path !== "/") await page.goto(path);
  return page;
}

/** Goes to a page of the desk and waits until it hears the keys of a shortcut. */
export async function goTo(page: Page, path: string, shortcut: ShortcutId = "palette"): Promise<void> {
  await page.goto(path);
  await hears(page, shortcut);
}

/** A page is drawn a moment before it hears keys. */
export const hears = (page: Page, shortcut: ShortcutId): Promise<void> =>
  expect(page.locator(`html[data-keys~="${shortcut}"]`)).toBeAttached();

export async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  if (!page.url().includes("/sign-in")) await page.goto("/sign-in");
  await page.getByLabel("Mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** What an authenticator app shows. A code works once, so what was used before is forgotten for the test. */
export async function appCode(email: string, secret: string): Promise<string> {
  await owner`
    update makegood.second_factors set last_step = 0
    where user_id = (select id from auth.users where email = ${email})`;
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate();
}

/** Passes the page that asks for the second factor. */
export async function enterCode(page: Page, email: string, secret: string): Promise<void> {
  await page.getByLabel("Code").fill(await appCode(email, secret));
  await page.getByRole("button", { name: "Go on" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/verify"));
}

export const newAddress = (name = "visitor"): string => `${name}-${crypto.randomUUID()}@example.test`;
export const password = "a long enough sentence";

/** Fills the sign-up form and sends it. */
export async function fillSignUp(page: Page, email: string, path = "/sign-up"): Promise<void> {
  await page.goto(path);
  await page.getByLabel("Your name").fill("Vera Visitor");
  await page.getByLabel("Mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL(/\/check-email/);
}

/** A new account, confirmed and signed in in `context`. */
export async function createAccount(context: BrowserContext, email = newAddress()): Promise<Page> {
  const page = await context.newPage();
  await fillSignUp(page, email);
  await page.goto(linkIn(await mailTo(email, subjects.confirm)));
  await page.getByRole("button", { name: "Confirm and sign in" }).click();
  await expect(page).toHaveURL(/\/welcome/);
  return page;
}

/** Adds an authenticator app to the account that is signed in. @returns its secret and the recovery codes */
export async function addSecondFactor(
  page: Page,
  email: string,
): Promise<Readonly<{ secret: string; recoveryCodes: string[] }>> {
  await page.goto("/account/second-factor");
  const secret = (await page.locator("[data-totp-secret]").textContent()) ?? "";
  await page.getByLabel(/Six digits/).fill(await appCode(email, secret));
  await page.getByRole("button", { name: "Turn it on" }).click();
  const codes = page.locator("[data-secret]");
  await expect(codes).toHaveCount(10);
  return { secret, recoveryCodes: await codes.allTextContents() };
}

/** Revoking acts within a second, not at once. */
export async function expectSignedOut(page: Page): Promise<void> {
  await expect(async () => {
    await page.goto("/account");
    expect(new URL(page.url()).pathname).toBe("/sign-in");
  }).toPass({ timeout: 20_000 });
}
