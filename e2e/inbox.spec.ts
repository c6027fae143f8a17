import { expect, type Page } from "playwright/test";
import { newId } from "@/lib/platform/ids";
import { openBusyShop } from "@/lib/testing/many-cases";
import { owner } from "@/lib/testing/shop";
import { goTo, hears, signIn } from "./people";
import { test } from "./test";

const inbox = "/t/tau-retail/inbox";
const rows = (page: Page) => page.locator("[data-case]");
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("data-case"));
const splits = (page: Page) => page.getByRole("navigation", { name: "Inbox" });

async function open(page: Page, query = ""): Promise<void> {
  await goTo(page, `${inbox}${query}`, "list.next");
  await expect(rows(page).first()).toBeVisible();
  // Before the browser has measured the list it does not listen to keys either.
  await expect(page.getByRole("list", { name: "Cases" })).toHaveAttribute("style", /padding/);
}

let page: Page;
let busy: Awaited<ReturnType<typeof openBusyShop>>;
test.beforeAll(async ({ browser }) => {
  page = await signIn(browser, "agent@tau-retail.test");
  await page.setViewportSize({ width: 1440, height: 900 });
});
test.afterAll(async () => {
  await page.context().close();
  // Whoever works for one workspace alone is led straight to it.
  await owner`delete from makegood.members where name = 'Busy agent'`;
});

test("splits, search and its operators stand in the address, and say what they understood", async () => {
  await open(page);
  for (const split of ["Mine", "Unassigned", "Needs decision", "SLA", "Snoozed"]) {
    const link = splits(page).getByRole("link", { name: new RegExp(`^${split}`) });
    expect(Number(/\d+$/.exec((await link.textContent()) ?? "")?.[0]), split).toBeGreaterThan(0);
    await link.click();
    await expect(link).toHaveAttribute("aria-current", "page");
  }
  await expect(page).toHaveURL(/split=snoozed/);

  await open(page);
  const name =
    ((await rows(page).first().locator(".font-medium").first().textContent()) ?? "").split(" ")[0] ?? "";
  await page.keyboard.press("/");
  await page.keyboard.type(`${name} status:open from:nowhere`);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=/);
  const understood = page.getByRole("list", { name: "What is searched for" });
  await expect(understood.getByRole("listitem")).toHaveText([new RegExp(name), /status:open/]);
  await expect(page.getByRole("status", { name: "Not understood" })).toContainText(
    "from:nowhere was left out",
  );
  await expect(rows(page).first()).toContainText(name);
  await page.reload();
  await expect(rows(page).first()).toContainText(name);
  await understood.getByRole("link", { name: /status:open/ }).click();
  await expect(understood.getByRole("listitem")).toHaveCount(1);
});

test("a search is kept as a view, renamed, shared and deleted", async () => {
  await open(page, "?q=tag%3Avip");
  await page.getByRole("button", { name: "Save view" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Important people");
  await page.getByRole("dialog").getByRole("button", { name: "Save view" }).click();
  await expect(splits(page).getByRole("link", { name: /Important people/ })).toHaveAttribute(
    "aria-current",
    "page",
  );
  await page.getByRole("button", { name: "Edit view" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("VIPs");
  await page
    .getByRole("dialog")
    .getByLabel(/Everybody/)
    .check();
  await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
  await expect(splits(page).getByRole("link", { name: /Shared\s*VIPs/ })).toBeVisible();
  await page.getByRole("button", { name: "Edit view" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete view" }).click();
  await expect(splits(page).getByRole("link", { name: /VIPs/ })).toHaveCount(0);
});

test("the keyboard moves, previews, opens, and comes back to where it was", async () => {
  await open(page, "?split=unassigned");
  const ids = await rows(page).evaluateAll((all) =>
    all.slice(0, 3).map((row) => row.getAttribute("data-case")),
  );
  await page.keyboard.press("j");
  await expect.poll(() => focused(page)).toBe(ids[0]);
  // Faster than any frame: each of them counts.
  await page.evaluate(() => {
    for (let count = 0; count < 2; count += 1) {
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
    }
  });
  await expect.poll(() => focused(page)).toBe(ids[2]);
  await page.keyboard.press("k");
  await expect.poll(() => focused(page)).toBe(ids[1]);
  await expect(page.getByRole("article", { name: /Preview of/ })).toContainText("Refundable");
  await page.keyboard.press("o");
  await expect(page).toHaveURL(new RegExp(`/cases/${ids[1]}\\?split=unassigned`));
  await hears(page, "list.next");
  await page.keyboard.press("j");
  await expect(page).toHaveURL(new RegExp(`/cases/${ids[2]}\\?split=unassigned`));
  await hears(page, "list.previous");
  await page.keyboard.press("k");
  await expect(page).toHaveURL(new RegExp(`/cases/${ids[1]}`));
  await open(page, "?split=unassigned");
  await expect.poll(() => focused(page)).toBe(ids[1]);
});

test("the preview snoozes its case by the rules of the case's own page, and each act says its key", async () => {
  await open(page, "?split=unassigned");
  await page.keyboard.press("j");
  const preview = page.getByRole("article", { name: /Preview of/ });
  const id = (await focused(page)) ?? "";
  await expect(preview.getByRole("link", { name: "Decide" })).toHaveAttribute("title", "Decide (d)");
  await preview.getByRole("button", { name: "Snooze" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "In three hours" }).click();
  await expect(page.getByText("1 case snoozed.")).toBeVisible();
  await expect(page.locator(`[data-case="${id}"]`)).toHaveCount(0);
  await page.keyboard.press("z");
  await expect(page.locator(`[data-case="${id}"]`)).toBeVisible();

  const [before] = await owner<{ decision: string }[]>`select decision from makegood.cases where id = ${id}`;
  await owner`update makegood.cases set decision = 'awaiting_approval' where id = ${id}`;
  await open(page, "?split=awaiting-approval");
  await page.locator(`[data-case="${id}"]`).focus();
  await expect(preview).toContainText("A decision is already on its way.");
  await expect(preview.getByRole("link", { name: "Decide" })).toHaveCount(0);
  await owner`update makegood.cases set decision = ${before?.decision ?? "none"} where id = ${id}`;
});

test("selected cases change in one request, say what was left out, and come back with z", async () => {
  await open(page, "?split=unassigned");
  const ids = await rows(page).evaluateAll((all) =>
    all.slice(0, 4).map((row) => row.getAttribute("data-case") ?? ""),
  );
  const assigned = () => owner<{ count: number }[]>`
    select count(*)::int as count from makegood.cases where id in ${owner(ids)} and assignee_id is not null`;
  const requests: string[] = [];
  const note = (request: { method: () => string; url: () => string }) =>
    request.method() === "POST" && requests.push(request.url());
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  page.on("request", note);
  await page.locator(`li:has([data-case="${ids[3]}"]) input`).click({ modifiers: ["Shift"] });
  await expect(page.getByText("4 selected")).toBeVisible();
  await page.keyboard.press("i");
  await expect(page.getByText("4 cases assigned.")).toBeVisible();
  await expect.poll(async () => (await assigned())[0]?.count).toBe(4);
  expect(requests).toHaveLength(1);
  page.off("request", note);
  await expect(page.locator(`[data-case="${ids[0]}"]`)).toHaveCount(0);
  await page.keyboard.press("z");
  await expect(page.getByText("4 cases back as they were.")).toBeVisible();
  expect((await assigned())[0]?.count).toBe(0);
  await expect(page.locator(`[data-case="${ids[0]}"]`)).toBeVisible();
});

test("who only looks is offered nothing to change", async ({ browser }) => {
  const viewer = await signIn(browser, "viewer@tau-retail.test");
  await open(viewer);
  await viewer.keyboard.press("j");
  await expect.poll(() => focused(viewer)).not.toBeNull();
  await viewer.keyboard.press("x");
  await viewer.keyboard.press("e");
  await expect(viewer.getByRole("checkbox")).toHaveCount(0);
  await expect(viewer.getByRole("toolbar", { name: "Selected cases" })).toHaveCount(0);
});

test("ten thousand cases scroll smoothly, and only those in view are in the page", async () => {
  test.setTimeout(300_000);
  busy = await openBusyShop(owner, "agent@tau-retail.test");
  await page.goto(`${busy.path}?q=status%3Aopen%2Cwaiting%2Cresolved%2Cclosed%2Csnoozed`);
  await expect(rows(page).first()).toBeVisible();
  // Down to the end first, so that every page is there; then the same way up and down is measured.
  await expect
    .poll(
      () =>
        page.evaluate(() => {
          const scroller = document.querySelector("[data-scroller]");
          if (scroller) scroller.scrollTop = scroller.scrollHeight;
          return scroller?.scrollHeight ?? 0;
        }),
      { timeout: 120_000, intervals: [50] },
    )
    .toBeGreaterThan(9_000 * 80);
  expect(await rows(page).count()).toBeLessThan(60);
  const frames = await page.evaluate(async () => {
    const scroller = document.querySelector("[data-scroller]");
    const deltas: number[] = [];
    let last = performance.now();
    for (let step = 0; step < 120 && scroller; step += 1) {
      scroller.scrollTop += step < 60 ? -1_500 : 1_500;
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = performance.now();
      deltas.push(now - last);
      last = now;
    }
    return deltas.sort((one, other) => one - other);
  });
  const longest = frames.at(-1) ?? 0;
  const median = frames[Math.floor(frames.length / 2)] ?? 0;
  process.stdout.write(
    `inbox of 10,000: ${frames.length} frames, median ${median.toFixed(1)} ms, longest ${longest.toFixed(1)} ms\n`,
  );
  expect(frames.length).toBe(120);
});

test("new work announces itself and moves no row until it is asked for", async () => {
  const { tenantId, path } = busy;
  await page.goto(path);
  const before = await rows(page).evaluateAll((all) =>
    all.slice(0, 5).map((row) => row.getAttribute("data-case")),
  );
  const caseId = newId();
  await owner.begin(async (sql) => {
    await sql`
      insert into makegood.cases (id, tenant_id, number, customer_id, subject, follow_through)
      select ${caseId}, ${tenantId}, 900001, customer_id, 'Just came in', follow_through
      from makegood.cases where tenant_id = ${tenantId} limit 1`;
    // What the product itself does when a case is opened: an event, in the same commit.
    await sql`
      insert into makegood.event_subjects (tenant_id, subject_type, subject_id, last_seq)
      values (${tenantId}, 'case', ${caseId}, 1)`;
    await sql`
      insert into makegood.outbox (id, tenant_id, shard, subject_type, subject_id, event_seq, type, schema_version, payload)
      values (${newId()}, ${tenantId}, ${Number.parseInt(tenantId.slice(-4), 16) % 16}, 'case', ${caseId}, 1, 'case.opened', 1,
        ${sql.json({ caseId })})`;
  });
  const announced = page.getByRole("button", { name: "1 new case" });
  await expect(announced).toBeVisible({ timeout: 20_000 });
  expect(
    await rows(page).evaluateAll((all) => all.slice(0, 5).map((row) => row.getAttribute("data-case"))),
  ).toEqual(before);
  await announced.click();
  await expect(rows(page).first()).toHaveAttribute("data-case", caseId);
});
