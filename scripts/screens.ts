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

/** The newest case whose refund was followed through to the end. */
async function findPaidCase(page: Page): Promise<string> {
  await page.goto("/t/tau-retail/refunds?view=paid");
  return (await page.locator('main a[href*="/cases/"]').first().getAttribute("href")) ?? "";
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
      policy: "/t/tau-retail/policy/1",
      bench: "/t/tau-retail/policy/bench",
      setup: "/t/tau-retail/setup",
      account: "/account",
      keyboard: "/account/keyboard",
      members: "/t/tau-retail/members",
      portal: "/help/tau-retail",
    };
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(path);
      // What stands in while a page is read has no heading.
      await page.getByRole("main").getByRole("heading", { level: 1 }).first().waitFor();
      await page.screenshot({ path: `${folder}/${name}-${theme}.png` });
    }
    await page.context().close();
  }
} finally {
  await browser.close();
}
