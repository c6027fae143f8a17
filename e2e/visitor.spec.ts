import { expect, test } from "playwright/test";
import { mailsTo } from "@/lib/testing/outside";
import { until } from "@/lib/testing/until";
import { signIn } from "./people";

const newAddress = () => `visitor-${crypto.randomUUID()}@example.test`;

test("a visitor signs up, confirms by the link of the mail and learns what to do next", async ({ page }) => {
  const email = newAddress();
  await page.goto("/sign-up");
  await page.getByLabel("Your name").fill("Vera Visitor");
  await page.getByLabel("Mail address").fill(email);
  await page.getByLabel("Password").fill("a long enough sentence");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL(/\/check-email/);

  const [mail] = await until("the mail came", async () => {
    const mails = await mailsTo(email);
    return mails.length > 0 ? mails : undefined;
  });
  const link =
    /href="([^"]+\/auth\/confirm[^"]+)"/.exec(mail?.html ?? "")?.[1]?.replaceAll("&amp;", "&") ?? "";
  // A scanner opens the link first: looking must not use it up.
  await page.request.get(link);
  await page.goto(link);
  await page.getByRole("button", { name: /confirm/i }).click();
  await expect(page).toHaveURL(/\/welcome/);
  await expect(page.getByRole("heading", { name: "What to do next" })).toBeVisible();
});

test("session cookies are out of reach of scripts, and signing out ends the session", async ({ browser }) => {
  const page = await signIn(browser, "agent@tau-retail.test");
  const cookies = (await page.context().cookies()).filter((cookie) => cookie.value.length > 40);
  expect(cookies.length).toBeGreaterThan(0);
  expect(cookies.every((cookie) => cookie.httpOnly)).toBe(true);
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/account"));
  await page.goto("/t/tau-retail/inbox");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a wrong password and an unknown address get the same answer", async ({ page }) => {
  const answerFor = async (email: string) => {
    await page.goto("/sign-in");
    await page.getByLabel("Mail address").fill(email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    const alert = page.getByRole("alert").filter({ hasText: /\w/ }).first();
    await expect(alert).toBeVisible();
    await expect(page.getByLabel("Mail address")).toHaveValue(email);
    return alert.textContent();
  };
  expect(await answerFor("viewer@tau-retail.test")).toBe(await answerFor("nobody@example.test"));
});

test("the admin page and another tenant's desk are not there for an agent", async ({ browser, request }) => {
  const agent = await signIn(browser, "agent@tau-retail.test");
  expect((await agent.goto("/admin"))?.status()).toBe(404);
  expect((await agent.goto("/t/nordlicht/inbox"))?.status()).toBe(404);
  expect((await request.get("/admin")).status()).toBe(404);
  const platform = await signIn(browser, "platform@makegood.test", "/admin");
  await expect(platform.getByText("Tau Retail").first()).toBeVisible();
});
