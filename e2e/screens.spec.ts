import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "playwright/test";
import { findRefundableCase } from "./cases";
import { hears, signIn } from "./people";
import { test } from "./test";
import { scriptsOf } from "./weight";

const tau = "/t/tau-retail";
const publicPages = [
  ...["/", "/sign-in", "/sign-up", "/forgot-password", "/check-email", "/auth/confirm", "/join"],
  ...["/account-deleted", "/sign-in?lang=de", "/sign-up?lang=de"],
];
const accountPages = ["", "/keyboard", "/password", "/email", "/second-factor", "/delete"].map(
  (path) => `/account${path}`,
);
const deskPages = [
  ...["inbox", "approvals", "refunds", "attention", "reports", "reports/cases", "audit", "orders"],
  ...["policy", "policy/1", "policy/bench", "policy/bench/typed", "setup", "setup/import"],
];
const adminPages = [
  "members",
  "api-keys",
  "settings",
  "settings/connections",
  "settings/mail",
  "settings/mail/reply/de",
];

const maxShift = 0.02;

// Some twenty pages, each looked at from end to end in both themes and on a phone.
test.describe.configure({ timeout: 600_000 });

test("no screen of a visitor has a fault", async ({ browser }) => {
  const visitor = await (await browser.newContext()).newPage();
  await expectFaultless(visitor, publicPages);
});

test("no screen of the desk has a fault", async ({ browser }) => {
  const { caseId } = await findRefundableCase({ aboveMinor: 1_000, atMostMinor: 500_000 });
  const lead = await signIn(browser, "lead@tau-retail.test");
  await expectFaultless(lead, [
    ...deskPages.map((path) => `${tau}/${path}`),
    ...[`${tau}/cases/${caseId}`, `${tau}/inbox?split=mine`],
    ...accountPages,
    // Nobody's page, and a page of nothing.
    ...["/verify", "/nowhere", `${tau}/nowhere`],
  ]);
  await expectFaultless(lead, [`${tau}/members`], openPalette);
  await expectFaultless(lead, [`${tau}/members`], openSheet);
});

test("inbox and case are light, and what checks input stays on the server", async ({ browser }) => {
  const { caseId } = await findRefundableCase({ aboveMinor: 1_000, atMostMinor: 500_000 });
  for (const [path, most] of [
    [`${tau}/inbox`, 180_000],
    [`${tau}/cases/${caseId}`, 220_000],
  ] as const) {
    // Each in a browser that has nothing yet.
    const page = await signIn(browser, "lead@tau-retail.test");
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Network.setCacheDisabled", { cacheDisabled: true });
    const { bytes, text } = await scriptsOf(page, path);
    expect(text).toContain("useActionState");
    expect(text).not.toContain("$ZodType");
    expect(bytes, path).toBeLessThanOrEqual(most);
  }
});

test("no screen of settings and no empty screen has a fault", async ({ browser }) => {
  const admin = await signIn(browser, "admin@tau-retail.test");
  await expectFaultless(admin, [
    ...adminPages.map((path) => `${tau}/${path}`),
    ...["/account/second-factor", "/verify", "/welcome"],
  ]);
});

/** Every fault of a kind that a reader meets: what axe finds, what the console says, what moves, what does not fit. */
async function expectFaultless(
  page: Page,
  paths: readonly string[],
  prepare?: (page: Page) => Promise<void>,
): Promise<void> {
  const faults: string[] = [];
  await page.addInitScript(watchPage);
  const hear = (kind: string, text: string) => {
    // The page of nothing is answered with 404, and browsers say so.
    if (!text.includes("404")) faults.push(`${page.url()}: ${kind} ${text}`);
  };
  page.on("console", (message) => message.type() === "error" && hear("console", message.text()));
  page.on("pageerror", (error) => hear("error", error.message));
  for (const path of paths) {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(path);
    await expect(page.getByRole("main")).toBeVisible();
    await prepare?.(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      // Colours that are on their way from one theme to the other are of neither.
      // Those inside of what is folded stand still.
      await page.waitForFunction(() =>
        document.getAnimations().every((one) => {
          const at = one.effect instanceof KeyframeEffect ? one.effect.target : null;
          return !(one instanceof CSSTransition) || !at?.checkVisibility();
        }),
      );
      // A theme changes colours and nothing else.
      const axe = new AxeBuilder({ page });
      const { violations } = await (colorScheme === "light"
        ? axe
        : axe.withRules(["color-contrast"])
      ).analyze();
      faults.push(
        ...violations.map(
          ({ id, impact, nodes }) => `${path}: ${colorScheme} ${impact} ${id} ${nodes[0]?.html}`,
        ),
      );
    }
    const { shift, violations } = await page.evaluate(() => Reflect.get(window, "watched"));
    if (shift >= maxShift) faults.push(`${path}: moves by ${shift}`);
    faults.push(...violations.map((violation: string) => `${path}: policy ${violation}`));
    await page.setViewportSize({ width: 390, height: 844 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overflow > 0) faults.push(`${path}: ${overflow} px wider than a phone`);
    const cut = await page.evaluate(findCut);
    if (cut) faults.push(`${path}: cut off on a phone ${cut}`);
  }
  expect(faults).toEqual([]);
}

/** Runs in the page: the first text or control that reaches beyond the right edge where nobody can scroll to it. */
function findCut(): string | undefined {
  const scrolls = (element: Element): boolean =>
    ["auto", "scroll"].includes(getComputedStyle(element).overflowX) &&
    element.scrollWidth > element.clientWidth;
  const isReachable = (element: Element): boolean => {
    for (let at: Element | null = element; at; at = at.parentElement) {
      // What ends in "…" is cut on purpose.
      if (scrolls(at) || at.classList.contains("truncate") || at.classList.contains("sr-only")) return true;
    }
    return false;
  };
  return [...document.querySelectorAll("main :is(a, button, input, select, textarea, p, h1, h2, h3, time)")]
    .find(
      (element) =>
        element.checkVisibility() &&
        element.getBoundingClientRect().right > window.innerWidth + 1 &&
        !isReachable(element),
    )
    ?.outerHTML.slice(0, 200);
}

/** Runs in the page, before anything of ours. */
function watchPage(): void {
  const watched = { shift: 0, violations: [] as string[] };
  Reflect.set(window, "watched", watched);
  document.addEventListener("securitypolicyviolation", (event) => {
    watched.violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
  });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!Reflect.get(entry, "hadRecentInput")) watched.shift += Reflect.get(entry, "value");
    }
  }).observe({ type: "layout-shift", buffered: true });
}

async function openPalette(page: Page): Promise<void> {
  await hears(page, "palette");
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("combobox", { name: "Search and commands" })).toBeVisible();
}

async function openSheet(page: Page): Promise<void> {
  await hears(page, "palette");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
}

test("with forced colours and without motion the desk still says where one is and what is chosen", async ({
  browser,
}) => {
  const page = await signIn(browser, "lead@tau-retail.test");
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  await page.goto(`${tau}/approvals`);
  const here = page.getByRole("link", { name: "Approvals" });
  await expect(here).toHaveAttribute("aria-current", "page");
  await expect(here).toHaveCSS("outline-style", "solid");
  const durations = await page.evaluate(() =>
    [...document.querySelectorAll("*")].map((element) =>
      Number.parseFloat(getComputedStyle(element).transitionDuration),
    ),
  );
  expect(Math.max(...durations)).toBeLessThan(0.01);
});
