import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "playwright/test";
import { findRefundableCase } from "./cases";
import { signIn } from "./people";

const publicPages = [
  "/",
  "/sign-in",
  "/sign-up",
  "/forgot-password",
  "/check-email",
  "/auth/confirm",
  "/join",
];
const accountPages = ["", "/password", "/email", "/second-factor", "/delete"].map(
  (path) => `/account${path}`,
);
const adminPages = ["members", "api-keys", "settings"].map((path) => `/t/tau-retail/${path}`);

for (const colorScheme of ["light", "dark"] as const) {
  test(`no screen has a serious accessibility fault or a console error in the ${colorScheme} theme`, async ({
    browser,
  }) => {
    // Some twenty pages, each looked at from end to end.
    test.setTimeout(240_000);
    const { caseId } = await findRefundableCase({ aboveMinor: 1_000, atMostMinor: 500_000 });
    const desk = [
      "inbox",
      "approvals",
      "refunds",
      "attention",
      "reports",
      "reports/cases",
      "audit",
      "policy",
      "policy/1",
      "policy/bench",
      `cases/${caseId}`,
    ].map((path) => `/t/tau-retail/${path}`);
    const visitor = await (await browser.newContext()).newPage();
    const lead = await signIn(browser, "lead@tau-retail.test");
    const admin = await signIn(browser, "admin@tau-retail.test");
    const faults = [
      ...(await faultsOf(visitor, publicPages, colorScheme)),
      ...(await faultsOf(lead, [...desk, ...accountPages, "/verify"], colorScheme)),
      ...(await faultsOf(admin, [...adminPages, "/account/second-factor", "/verify"], colorScheme)),
    ];
    expect(faults).toEqual([]);
    for (const page of [visitor, lead, admin]) await page.context().close();
  });
}

async function faultsOf(
  page: Page,
  paths: readonly string[],
  colorScheme: "light" | "dark",
): Promise<string[]> {
  const faults: string[] = [];
  await page.emulateMedia({ colorScheme });
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`${page.url()}: ${message.text()}`);
  });
  for (const path of paths) {
    await page.goto(path);
    await expect(page.getByRole("main")).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    faults.push(...serious.map(({ id, nodes }) => `${path}: ${id} ${nodes[0]?.html ?? ""}`));
  }
  return faults;
}

test("the desk fits a phone: nothing is wider than the screen", async ({ browser }) => {
  const page = await signIn(browser, "admin@tau-retail.test");
  await page.setViewportSize({ width: 390, height: 844 });
  const { caseId } = await findRefundableCase({ aboveMinor: 1_000, atMostMinor: 500_000 });
  const desk = [
    "inbox",
    "approvals",
    "refunds",
    "attention",
    "reports",
    "audit",
    "policy",
    "policy/1",
    "policy/bench",
    `cases/${caseId}`,
  ].map((path) => `/t/tau-retail/${path}`);
  for (const path of [...desk, ...adminPages, ...accountPages, "/verify", "/welcome"]) {
    await page.goto(path);
    await expect(page.getByRole("main")).toBeVisible();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, path).toBeLessThanOrEqual(0);
  }
});
