import { mkdirSync } from "node:fs";
import { Secret, TOTP } from "otpauth";
import { type Browser, chromium, type Page } from "playwright";
import { demoAccounts, demoFactorSecret, demoPassword, needsDemoFactor } from "@/scripts/seed/accounts";

// Takes the pictures in docs/screens of the desk that runs with the demo data: `npm run screens`, PORT or SITE_URL say where.
const site = process.env.SITE_URL ?? `http://localhost:${process.env.PORT ?? 3000}`;
const folder = "docs/screens";
const viewport = { width: 1440, height: 900 };

/** A browser of their own for somebody; without an address it is a visitor's. */
async function open(browser: Browser, email?: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: site, viewport });
  const page = await context.newPage();
  if (!email) return page;
  await page.goto("/sign-in");
  await page.getByLabel("Mail address").fill(email);
  await page.getByLabel("Password").fill(demoPassword);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  const account = demoAccounts.find((known) => known.email === email);
  if (account && needsDemoFactor(account)) {
    const code = new TOTP({ secret: Secret.fromBase32(demoFactorSecret) }).generate();
    await page.getByLabel("Code").fill(code);
    await page.getByRole("button", { name: "Go on" }).click();
  }
  await page.waitForURL((url) => url.pathname.startsWith("/t/"));
  return page;
}

/** Each page in both themes. Nobody signs in twice for it: a code works once. */
async function take(page: Page, pages: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, path] of Object.entries(pages)) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      // What stands in while a page is read has no heading.
      await page.getByRole("main").getByRole("heading", { level: 1 }).first().waitFor();
      // Charts are drawn by the browser alone, after the page.
      for (const chart of await page.locator("[data-chart]").all())
        await chart.locator("svg").first().waitFor();
      await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
    }
  }
  await page.context().close();
}

/** The newest case whose refund was followed through to the end. */
async function findPaidCase(page: Page): Promise<string> {
  await page.goto("/t/tau-retail/refunds?view=paid");
  return (await page.locator('main a[href*="/cases/"]').first().getAttribute("href")) ?? "";
}

if (!(await fetch(site).catch(() => undefined))) {
  process.stderr.write(`No desk answers at ${site}. Start one first: npm start\n`);
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const { CHROMIUM_PATH: executablePath = chromium.executablePath() } = process.env;
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  await take(await open(browser), {
    start: "/",
    "sign-in": "/sign-in",
    "sign-up": "/sign-up",
    portal: "/help/tau-retail",
  });
  const lead = await open(browser, "lead@tau-retail.test");
  await take(lead, {
    inbox: "/t/tau-retail/inbox",
    case: await findPaidCase(lead),
    approvals: "/t/tau-retail/approvals",
    refunds: "/t/tau-retail/refunds",
    attention: "/t/tau-retail/attention",
    reports: "/t/tau-retail/reports",
    audit: "/t/tau-retail/audit",
    orders: "/t/tau-retail/orders",
    policies: "/t/tau-retail/policy",
    policy: "/t/tau-retail/policy/1",
    bench: "/t/tau-retail/policy/bench",
    "bench-typed": "/t/tau-retail/policy/bench/typed",
    setup: "/t/tau-retail/setup",
    "setup-import": "/t/tau-retail/setup/import",
    account: "/account",
    keyboard: "/account/keyboard",
  });
  await take(await open(browser, "admin@tau-retail.test"), {
    members: "/t/tau-retail/members",
    "api-keys": "/t/tau-retail/api-keys",
    settings: "/t/tau-retail/settings",
    connections: "/t/tau-retail/settings/connections",
    macros: "/t/tau-retail/settings/macros",
    mail: "/t/tau-retail/settings/mail",
    "mail-reply": "/t/tau-retail/settings/mail/reply/de",
  });
} finally {
  await browser.close();
}
