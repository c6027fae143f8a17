import { mkdirSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright";
import { demoPassword } from "@/scripts/seed/accounts";

// Takes the pictures in docs/screens of the desk that runs with the demo data: `npm run screens`, PORT or SITE_URL say where.
const site = process.env.SITE_URL ?? `http://localhost:${process.env.PORT ?? 3000}`;
const folder = "docs/screens";
const viewport = { width: 1440, height: 900 };

async function open(browser: Browser, colorScheme: "light" | "dark"): Promise<Page> {
  const context = await browser.newContext({ baseURL: site, colorScheme, viewport });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("Mail address").fill("lead@tau-retail.test");
  await page.getByLabel("Password").fill(demoPassword);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname.startsWith("/t/"));
  return page;
}

/** A case whose refund was followed through to the end: the one there is, else one that is decided now. */
async function findPaidCase(page: Page): Promise<string> {
  const link = page.locator('main a[href*="/cases/"]');
  await page.goto("/t/tau-retail/refunds");
  await page.getByRole("main").waitFor();
  if ((await link.count()) === 0) await refundSomething(page);
  await page.goto("/t/tau-retail/refunds");
  return (await link.first().getAttribute("href")) ?? "";
}

async function refundSomething(page: Page): Promise<void> {
  await page.goto("/t/tau-retail/inbox?split=needs-decision");
  const paths = await page
    .locator('a[href*="/cases/"]')
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  // A gift card cannot be refunded, so the first case need not do.
  for (const path of paths) {
    await page.goto(path);
    await page.getByRole("main").waitFor();
    const line = page.getByRole("checkbox").first();
    if ((await line.count()) === 0) continue;
    await line.check();
    await page.getByLabel("Reason", { exact: true }).selectOption("damaged");
    await page.getByLabel(/^Why/).fill("It arrived broken, the photo shows it.");
    await page
      .getByRole("button", { name: /refund/i })
      .last()
      .click();
    const done = page.locator('[data-step="crm"][data-state="done"]');
    const isFollowed = await done.waitFor({ timeout: 8_000 }).then(
      () => true,
      () => false,
    );
    if (isFollowed) return;
  }
  throw new Error("No case of the demo data could be refunded.");
}

mkdirSync(folder, { recursive: true });
const { CHROMIUM_PATH: executablePath = chromium.executablePath() } = process.env;
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  for (const theme of ["light", "dark"] as const) {
    const page = await open(browser, theme);
    const pages = {
      inbox: "/t/tau-retail/inbox",
      case: await findPaidCase(page),
      approvals: "/t/tau-retail/approvals",
      refunds: "/t/tau-retail/refunds",
      attention: "/t/tau-retail/attention",
      reports: "/t/tau-retail/reports",
      audit: "/t/tau-retail/audit",
      orders: "/t/tau-retail/orders",
      policy: "/t/tau-retail/policy",
      setup: "/t/tau-retail/setup",
      account: "/account",
      keyboard: "/account/keyboard",
      members: "/t/tau-retail/members",
    };
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(path);
      await page.getByRole("main").waitFor();
      await page.screenshot({ path: `${folder}/${name}-${theme}.png` });
    }
    await page.context().close();
  }
} finally {
  await browser.close();
}
