import type { Browser, Page } from "playwright/test";
import { demoPassword } from "@/scripts/seed/accounts";

/** Opens a browser of their own for a demo account and signs in through Supabase Auth. */
export async function signIn(browser: Browser, email: string, path = "/"): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("Mail address").fill(email);
  await page.getByLabel("Password").fill(demoPassword);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  if (path !== "/") await page.goto(path);
  return page;
}
