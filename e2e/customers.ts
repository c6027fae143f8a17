import { type Browser, type BrowserContextOptions, expect, type Page } from "playwright/test";
import { forgetLimits } from "@/lib/testing/accounts";
import { type OpenCase, openCase, type Shop } from "@/lib/testing/shop";
import { linkIn, mailTo, subjects } from "./mailbox";
import { fillSignUp } from "./people";

const viewport = { width: 390, height: 844 };

export const photo = {
  ...{ name: "damage.png", mimeType: "image/png" },
  buffer: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
};

export async function openPhone(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: "en-US", ...options });
  return context.newPage();
}

/** A customer with an account, signed in, on the list of their requests. */
export async function signUpAsCustomer(
  browser: Browser,
  shop: Shop,
): Promise<Readonly<{ page: Page; opened: OpenCase }>> {
  // More people sign up here in ten minutes than one network may let.
  for (const name of ["sign-up", "confirm-link"]) await forgetLimits(name);
  const opened = await openCase(shop, [1_000, 2_500]);
  const page = await openPhone(browser);
  const back = encodeURIComponent(`/help/${shop.slug}/requests`);
  await fillSignUp(page, opened.customerEmail, `/sign-up?returnTo=${back}`);
  await page.goto(linkIn(await mailTo(opened.customerEmail, subjects.confirm)));
  await page.getByRole("button", { name: "Confirm and sign in" }).click();
  await expect(page).toHaveURL(/\/requests$/);
  return { page, opened };
}
