import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "playwright/test";
import { findRefundableCase } from "./cases";
import { signIn } from "./people";

const publicPages = ["/", "/sign-in", "/sign-up"];

for (const colorScheme of ["light", "dark"] as const) {
  test(`no screen has a serious accessibility fault or a console error in the ${colorScheme} theme`, async ({
    browser,
  }) => {
    const { caseId } = await findRefundableCase({ aboveMinor: 1_000, atMostMinor: 500_000 });
    const desk = ["inbox", "approvals", "refunds", "attention", `cases/${caseId}`].map(
      (path) => `/t/tau-retail/${path}`,
    );
    const page = await signIn(browser, "lead@tau-retail.test");
    await page.emulateMedia({ colorScheme });
    const faults: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(`${page.url()}: ${message.text()}`);
    });
    for (const path of [...publicPages, ...desk]) {
      await page.goto(path);
      await expect(page.getByRole("main")).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      faults.push(...serious.map(({ id, nodes }) => `${path}: ${id} ${nodes[0]?.html ?? ""}`));
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });
}

test("the desk fits a phone: nothing is wider than the screen", async ({ browser }) => {
  const page = await signIn(browser, "lead@tau-retail.test");
  await page.setViewportSize({ width: 390, height: 844 });
  const { caseId } = await findRefundableCase({ aboveMinor: 1_000, atMostMinor: 500_000 });
  for (const path of ["inbox", "approvals", "refunds", "attention", `cases/${caseId}`]) {
    await page.goto(`/t/tau-retail/${path}`);
    await expect(page.getByRole("main")).toBeVisible();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, path).toBeLessThanOrEqual(0);
  }
});
