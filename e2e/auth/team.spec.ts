import { type BrowserContext, expect, type Page } from "playwright/test";
import { linkIn, mailTo, subjects } from "@/e2e/mailbox";
import {
  addSecondFactor,
  createAccount,
  enterCode,
  fillSignIn,
  fillSignUp,
  newAddress,
  password,
  signIn,
} from "@/e2e/people";
import { test } from "@/e2e/test";
import { owner } from "@/lib/testing/shop";

type Workspace = Readonly<{ page: Page; slug: string; email: string; secret: string; name: string }>;

/** A founder with a second factor in a workspace of their own. */
async function found(context: BrowserContext): Promise<Workspace> {
  const email = newAddress("founder");
  const page = await createAccount(context, email);
  const slug = `shop-${crypto.randomUUID().slice(0, 8)}`;
  const name = `Shop ${slug.slice(5)}`;
  await page.getByText("Open a workspace", { exact: true }).first().click();
  await page.getByLabel("Name of the shop").fill(name);
  await page.getByLabel("Path").fill(slug);
  await page.getByRole("button", { name: "Open the workspace" }).click();
  await expect(page).toHaveURL(/\/account\/second-factor/);
  const { secret } = await addSecondFactor(page, email);
  await page.goto(`/t/${slug}/members`);
  await expect(page.getByRole("heading", { name: "Members" })).toBeVisible();
  return { page, slug, email, secret, name };
}

async function invite({ page, slug }: Workspace, email: string, role: string): Promise<string> {
  await page.goto(`/t/${slug}/members`);
  const form = page.getByRole("form", { name: "Invite" });
  await form.getByLabel("Mail address").fill(email);
  await form.getByLabel("Role").selectOption(role);
  await form.getByRole("button").click();
  await expect(page.getByText(`An invitation to ${email} is on its way.`)).toBeVisible();
  return linkIn(await mailTo(email, subjects.invitation));
}

/** Somebody new who accepted an invitation and opened the desk. */
async function join(context: BrowserContext, workspace: Workspace, role = "agent") {
  const email = newAddress(role);
  const link = await invite(workspace, email, role);
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole("link", { name: "Create an account" }).click();
  await expect(page).toHaveURL(/\/sign-up/);
  await fillSignUp(page, email, page.url());
  await page.goto(linkIn(await mailTo(email, subjects.confirm)));
  await page.getByRole("button", { name: "Confirm and sign in" }).click();
  await expect(page).toHaveURL(/\/join/);
  await page.getByRole("button", { name: `Join as ${role}` }).click();
  return { page, email, link };
}

test("a founder opens a workspace, invites an agent by mail, changes their role and takes it away", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const workspace = await found(await browser.newContext());
  const { page, slug } = workspace;
  const agent = await join(await browser.newContext(), workspace);
  await expect(agent.page).toHaveURL(new RegExp(`/t/${slug}`));
  await agent.page.goto(`/t/${slug}/api-keys`);
  await expect(agent.page.getByText("Only an admin can see the keys")).toBeVisible();
  await agent.page.goto(agent.link);
  await expect(agent.page.getByText("This invitation was accepted.")).toBeVisible();

  await page.goto(`/t/${slug}/members`);
  await expect(page.getByText(agent.email)).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: agent.email });
  await row.getByRole("combobox").selectOption("viewer");
  await row.getByRole("button", { name: "Set" }).click();
  await expect(async () => {
    await agent.page.goto("/account");
    await expect(agent.page.getByText("· viewer")).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await row.getByRole("button", { name: "Disable" }).click();
  await expect(row.getByText("Disabled")).toBeVisible();
  await expect(async () => {
    expect((await agent.page.goto(`/t/${slug}/inbox`))?.status()).toBe(404);
  }).toPass({ timeout: 20_000 });

  const own = page.getByRole("row").filter({ hasText: workspace.email });
  await own.getByRole("button", { name: "Disable" }).click();
  await expect(page.getByText("A workspace needs an admin.")).toBeVisible();
});

test("an invitation works for its address alone, until it is taken back or has expired", async ({
  browser,
}) => {
  const workspace = await found(await browser.newContext());
  const email = newAddress("invited");
  const link = await invite(workspace, email, "lead");
  const stranger = await createAccount(await browser.newContext());
  await stranger.goto(link);
  await expect(stranger.getByText("This invitation is for another address.")).toBeVisible();
  await expect(stranger.getByRole("button", { name: /Join/ })).toHaveCount(0);
  await stranger.goto(link.replace(/.$/, (last) => (last === "A" ? "B" : "A")));
  await expect(stranger.getByText("This link is not complete")).toBeVisible();

  await owner`update makegood.invitations set expires_at = now() - interval '1 minute' where email = ${email}`;
  await stranger.goto(link);
  await expect(stranger.getByText("This invitation has expired.")).toBeVisible();
  await workspace.page.goto(`/t/${workspace.slug}/members`);
  await workspace.page
    .getByRole("form", { name: `Send again to ${email}` })
    .getByRole("button")
    .click();
  await expect(workspace.page.getByText("Expired", { exact: true })).toHaveCount(0);
  await workspace.page
    .getByRole("form", { name: `Take back ${email}` })
    .getByRole("button")
    .click();
  await expect(workspace.page.getByText("Nobody is invited at the moment.")).toBeVisible();
  await stranger.goto(link);
  await expect(stranger.getByText("This invitation was taken back.")).toBeVisible();
});

test("finance and admin open nothing of a workspace without a second factor", async ({ browser }) => {
  test.setTimeout(90_000);
  const workspace = await found(await browser.newContext());
  const finance = await join(await browser.newContext(), workspace, "finance");
  await expect(finance.page).toHaveURL(/\/account\/second-factor/);
  await finance.page.goto(`/t/${workspace.slug}/refunds`);
  await expect(finance.page).toHaveURL(/\/account\/second-factor/);
  await addSecondFactor(finance.page, finance.email);
  await finance.page.goto(`/t/${workspace.slug}/refunds`);
  await expect(finance.page.getByRole("heading", { name: "Refunds" })).toBeVisible();
  await finance.page.goto("/account/second-factor");
  await finance.page.getByRole("button", { name: "Remove the second factor" }).click();
  await expect(finance.page.getByText(/needs a second factor\.$/)).toBeVisible();
});

test("a dangerous act asks for a fresh second factor, and nothing that was typed is lost", async ({
  browser,
}) => {
  const workspace = await found(await browser.newContext());
  const { page, slug, email, secret } = workspace;
  await owner`
    update makegood.sessions set factor_verified_at = now() - interval '11 minutes'
    where user_id = (select id from auth.users where email = ${email})`;
  await page.goto(`/t/${slug}/members`);
  const form = page.getByRole("form", { name: "Invite" });
  const invited = newAddress("invited");
  await expect(async () => {
    await form.getByLabel("Mail address").fill(invited);
    await form.getByRole("button").click();
    await expect(form.getByText("please prove once more who you are")).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await expect(form.getByLabel("Mail address")).toHaveValue(invited);
  const [proof] = await Promise.all([
    page.context().waitForEvent("page"),
    form.getByRole("link", { name: "Confirm it is you" }).click(),
  ]);
  await enterCode(proof, email, secret);
  await expect(proof.getByText("Go back to the other tab")).toBeVisible();
  await form.getByRole("button").click();
  await expect(page.getByText(`An invitation to ${invited} is on its way.`)).toBeVisible();
});

test("an API key is shown once, works, is rotated with an overlap and revoked at once", async ({
  browser,
  request,
}) => {
  const { page, slug } = await found(await browser.newContext());
  const statusWith = async (key: string) =>
    (await request.get("/api/v1/cases", { headers: { authorization: `Bearer ${key}` } })).status();
  await page.goto(`/t/${slug}/api-keys`);
  await page.getByLabel("What it is for").fill("Warehouse");
  await page.getByRole("button", { name: "Make the key" }).click();
  const shown = page.locator("[data-secret]");
  const key = (await shown.textContent()) ?? "";
  expect(key).toMatch(/^mg_live_/);
  expect(await statusWith(key)).toBe(200);
  await page.reload();
  await expect(shown).toHaveCount(0);
  await expect(page.getByText("last used")).not.toContainText("never");

  await page.getByRole("button", { name: "Rotate" }).click();
  await expect(shown).toHaveText(/^mg_live_/);
  const successor = (await shown.textContent()) ?? "";
  expect([await statusWith(key), await statusWith(successor)]).toEqual([200, 200]);
  await page
    .locator(`[data-key="${successor.slice(0, 12)}"]`)
    .getByRole("button", { name: "Revoke" })
    .click();
  await expect(page.getByText("Revoked", { exact: true })).toBeVisible();
  expect(await statusWith(successor)).toBe(401);
  expect(await statusWith(key)).toBe(200);
});

test("a deleted workspace is gone for its people and its keys, and its last admin may then leave", async ({
  browser,
  request,
}) => {
  const { page, slug, name } = await found(await browser.newContext());
  await page.goto(`/t/${slug}/api-keys`);
  await page.getByLabel("What it is for").fill("Warehouse");
  await page.getByRole("button", { name: "Make the key" }).click();
  const key = (await page.locator("[data-secret]").textContent()) ?? "";

  const leave = async () => {
    await page.goto("/account/delete");
    await page.getByLabel(/^Type/).fill("delete my account");
    await page.getByRole("button", { name: "Delete my account" }).click();
  };
  await leave();
  await expect(page.getByText(`You are the only admin of ${name}.`)).toBeVisible();

  await page.goto(`/t/${slug}/settings`);
  await page.getByLabel(/^Type its name/).fill("something else");
  await page.getByRole("button", { name: "Delete the workspace" }).click();
  await expect(page.getByText(`Type ${name} exactly.`)).toBeVisible();
  await page.getByLabel(/^Type its name/).fill(name);
  await page.getByRole("button", { name: "Delete the workspace" }).click();
  await expect(page).toHaveURL(/\/welcome/);
  expect((await page.goto(`/t/${slug}/inbox`))?.status()).toBe(404);
  expect((await request.get("/api/v1/cases", { headers: { authorization: `Bearer ${key}` } })).status()).toBe(
    401,
  );
  await leave();
  await expect(page).toHaveURL(/\/account-deleted/);
});

test("the admin page and another tenant's desk are not there for an agent", async ({ browser, request }) => {
  const agent = await signIn(browser, "agent@tau-retail.test");
  expect((await agent.goto("/admin"))?.status()).toBe(404);
  expect((await agent.goto("/t/nordlicht/inbox"))?.status()).toBe(404);
  expect((await request.get("/admin")).status()).toBe(404);
  const platform = await signIn(browser, "platform@makegood.test", "/admin");
  await expect(platform.getByText("Tau Retail").first()).toBeVisible();
  await expect(platform.getByText("Tokens are checked with")).toBeVisible();
});

test("somebody with an account of their own accepts by signing in", async ({ browser }) => {
  const workspace = await found(await browser.newContext());
  const context = await browser.newContext();
  const email = newAddress("known");
  await (await createAccount(context, email)).close();
  const link = await invite(workspace, email, "lead");
  const page = await (await browser.newContext()).newPage();
  await page.goto(link);
  await page.getByRole("link", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await fillSignIn(page, email, password);
  await expect(page).toHaveURL(/\/join/);
  await page.getByRole("button", { name: "Join as lead" }).click();
  await expect(page).toHaveURL(new RegExp(`/t/${workspace.slug}`));
});
