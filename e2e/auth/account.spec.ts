import { expect } from "playwright/test";
import { codeIn, linkIn, mailTo, subjects } from "@/e2e/mailbox";
import {
  addSecondFactor,
  appCode,
  createAccount,
  expectSignedOut,
  fillSignIn,
  fillSignUp,
  newAddress,
  password,
  signIn,
} from "@/e2e/people";
import { test } from "@/e2e/test";
import { forgetLimits, tracesOf } from "@/lib/testing/accounts";
import { mailsTo } from "@/lib/testing/outside";
import { until } from "@/lib/testing/until";

test("a visitor signs up, confirms by the link of the mail and learns what to do next", async ({ page }) => {
  const email = newAddress();
  await fillSignUp(page, email);
  const link = linkIn(await mailTo(email, subjects.confirm));
  // Mail scanners and previews look first, each in its own way: looking must not use the link up.
  await page.request.get(link);
  await page.request.head(link);
  await page.request.get(link, { headers: { "sec-purpose": "prefetch", "next-router-prefetch": "1" } });
  await page.goto(link);
  await page.getByRole("button", { name: "Confirm and sign in" }).click();
  await expect(page).toHaveURL(/\/welcome/);
  await expect(page.getByRole("heading", { name: "What to do next" })).toBeVisible();

  const other = await page.context().newPage();
  await other.goto(link);
  await expect(other.getByText(`You are signed in as ${email}.`)).toBeVisible();
  await other.getByRole("button", { name: "Confirm and sign in" }).click();
  await expect(other.getByText("This link has expired or was used before")).toBeVisible();
});

test("the six digits of the mail confirm as well, and a wrong guess says so", async ({ page }) => {
  const email = newAddress();
  await fillSignUp(page, email);
  const code = codeIn(await mailTo(email, subjects.confirm));
  await page.getByLabel("Six digits").fill(code === "000000" ? "000001" : "000000");
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("This code is not right")).toBeVisible();
  await page.getByLabel("Six digits").fill(code);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page).toHaveURL(/\/welcome/);
});

test("the mail can be sent again after a visible wait, and the new one confirms", async ({ page }) => {
  const email = newAddress();
  await page.clock.install();
  await fillSignUp(page, email);
  await mailTo(email, subjects.confirm);
  const again = page.getByRole("button", { name: /Send it again/ });
  await expect(again).toBeDisabled();
  await expect(again).toHaveText(/in \d+ s/);
  await page.clock.fastForward(61_000);
  await expect(again).toBeEnabled();
  // The page's clock is ahead; the server's is not, and it says how long to wait.
  await again.click();
  await expect(page.getByText(/Too many attempts\. Try again in \d+ seconds/)).toBeVisible();
  await forgetLimits("resend");
  await page.reload();
  await expect(async () => {
    await page.clock.fastForward(61_000);
    await expect(again).toBeEnabled({ timeout: 500 });
  }).toPass();
  await again.click();
  await expect(page.getByText("a new mail is on its way")).toBeVisible();
  await expect(again).toBeDisabled();
  const second = await until("the second mail came", async () => (await mailsTo(email))[1]);
  await page.goto(linkIn(second));
  await page.getByRole("button", { name: "Confirm and sign in" }).click();
  await expect(page).toHaveURL(/\/welcome/);
});

test("an account that is not confirmed cannot sign in, and the answer is that of a wrong password", async ({
  page,
}) => {
  const email = newAddress();
  await fillSignUp(page, email);
  const answerFor = async (address: string, secret: string) => {
    await page.goto("/sign-in");
    await fillSignIn(page, address, secret);
    const alert = page.getByRole("alert").filter({ hasText: /\w/ }).first();
    await expect(alert).toBeVisible();
    await expect(page.getByLabel("Mail address")).toHaveValue(address);
    return alert.textContent();
  };
  const unconfirmed = await answerFor(email, password);
  expect(await answerFor("viewer@tau-retail.test", "not the password")).toBe(unconfirmed);
  expect(await answerFor(newAddress("nobody"), password)).toBe(unconfirmed);
});

test("session cookies are out of reach of scripts, and signing out ends the session", async ({ browser }) => {
  const page = await signIn(browser, "agent@tau-retail.test");
  const cookies = (await page.context().cookies()).filter((cookie) => cookie.value.length > 40);
  expect(cookies.length).toBeGreaterThan(0);
  expect(cookies.every((cookie) => cookie.httpOnly)).toBe(true);
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out of this browser" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.context().addCookies(cookies);
  await page.goto("/t/tau-retail/inbox");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a forgotten password is replaced by mail, and until then the session of the mail opens nothing", async ({
  browser,
}) => {
  const email = newAddress();
  const elsewhere = await createAccount(await browser.newContext(), email);
  const page = await (await browser.newContext()).newPage();
  await page.goto("/forgot-password");
  await page.getByLabel("Mail address").fill(email);
  await page.getByRole("button", { name: "Send the mail" }).click();
  await expect(page).toHaveURL(/\/check-email/);
  await page.goto(linkIn(await mailTo(email, subjects.recovery)));
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page).toHaveURL(/\/choose-password/);
  for (const path of ["/account", "/welcome", "/account/second-factor", "/account/email"]) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/choose-password/);
  }
  await page.getByLabel("New password").fill("another long sentence");
  await page.getByRole("button", { name: "Save the password" }).click();
  await expect(page).toHaveURL(/\/welcome/);
  await mailTo(email, subjects.passwordChanged);

  await expectSignedOut(elsewhere);
  await fillSignIn(elsewhere, email, password);
  await expect(elsewhere.getByRole("alert").filter({ hasText: "do not match" })).toBeVisible();
  await fillSignIn(elsewhere, email, "another long sentence");
  await expect(elsewhere).toHaveURL(/\/account/);
});

test("changing the password asks for the present one and signs out every other browser", async ({
  browser,
}) => {
  const email = newAddress();
  const page = await createAccount(await browser.newContext(), email);
  const other = await (await browser.newContext()).newPage();
  await fillSignIn(other, email, password);
  await expect(other).toHaveURL(/\/welcome/);
  await mailTo(email, subjects.newDevice);

  await page.goto("/account/password");
  await page.getByLabel("Password so far").fill("a wrong guess");
  await page.getByLabel("New password").fill("another long sentence");
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("This is not your password.")).toBeVisible();
  await page.getByLabel("Password so far").fill(password);
  await page.getByLabel("New password").fill("another long sentence");
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("Your password was changed.")).toBeVisible();
  await mailTo(email, subjects.passwordChanged);
  await expectSignedOut(other);
  await page.goto("/account");
  await expect(page.getByText("Password changed")).toBeVisible();
});

test("a new address is confirmed by both mailboxes, and then the old one opens nothing", async ({
  browser,
}) => {
  const [email, newEmail] = [newAddress("old"), newAddress("new")];
  const page = await createAccount(await browser.newContext(), email);
  await page.goto("/account/email");
  await page.getByLabel("New mail address").fill(newEmail);
  await page.getByRole("button", { name: "Send a code to it" }).click();
  await page.getByLabel(/Six digits/).fill(codeIn(await mailTo(newEmail, subjects.emailCode)));
  await page.getByRole("button", { name: "Confirm the new address" }).click();
  await expect(page.getByText(/open the link that was sent/)).toBeVisible();

  const links = [linkIn(await mailTo(email, subjects.emailChange))];
  // Some servers ask the new mailbox as well.
  const [second] = (await mailsTo(newEmail)).filter((mail) => subjects.emailChange.test(mail.subject));
  if (second) links.push(linkIn(second));
  for (const link of links) {
    await page.goto(link);
    await page.getByRole("button", { name: "Confirm the change" }).click();
    await expect(page.getByText(/^Confirmed\./)).toBeVisible();
  }
  const changed = await mailTo(email, /address of your account was changed/);
  expect(changed.text).toContain(newEmail);
  const fresh = await (await browser.newContext()).newPage();
  await fillSignIn(fresh, email, password);
  await expect(fresh.getByRole("alert").filter({ hasText: "do not match" })).toBeVisible();
  await fillSignIn(fresh, newEmail, password);
  await expect(fresh).toHaveURL(/\/welcome/);
});

test("a second factor is added, asked for, cannot be replayed, and recovery codes stand in for it", async ({
  browser,
}) => {
  const email = newAddress();
  const page = await createAccount(await browser.newContext(), email);
  const { secret, recoveryCodes } = await addSecondFactor(page, email);
  await mailTo(email, subjects.factorAdded);

  const other = await (await browser.newContext()).newPage();
  await fillSignIn(other, email, password);
  await expect(other).toHaveURL(/\/verify/);
  await other.goto("/account");
  await expect(other).toHaveURL(/\/verify/);
  const code = await appCode(email, secret);
  await other.getByLabel("Code").fill(code);
  await other.getByRole("button", { name: "Go on" }).click();
  await expect(other).toHaveURL(/\/account/);

  const third = await (await browser.newContext()).newPage();
  await fillSignIn(third, email, password);
  await expect(third).toHaveURL(/\/verify/);
  await third.getByLabel("Code").fill(code);
  await third.getByRole("button", { name: "Go on" }).click();
  await expect(third.getByText("it was used before")).toBeVisible();
  await third.getByLabel("Code").fill(recoveryCodes[0] ?? "");
  await third.getByRole("button", { name: "Go on" }).click();
  await expect(third).toHaveURL(/\/welcome/);
  await mailTo(email, /recovery code was used/);
  await third.goto("/account");
  await expect(third.getByText("9 recovery codes left")).toBeVisible();

  await third.goto("/account/second-factor");
  await third.getByRole("button", { name: "Remove the second factor" }).click();
  await mailTo(email, /second factor was removed/);
});

test("sessions are listed with their browser, and one of them can be ended from another", async ({
  browser,
}) => {
  const email = newAddress();
  const page = await createAccount(await browser.newContext(), email);
  const other = await (
    await browser.newContext({
      userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:144.0) Gecko/20100101 Firefox/144.0",
    })
  ).newPage();
  await fillSignIn(other, email, password);
  await expect(other).toHaveURL(/\/welcome/);
  await page.goto("/account");
  await expect(page.getByText("Firefox on macOS", { exact: true })).toBeVisible();
  await page.getByRole("form", { name: "Sign out Firefox on macOS" }).getByRole("button").click();
  await expect(page.getByText("Firefox on macOS", { exact: true })).toHaveCount(0);
  await expectSignedOut(other);

  await fillSignIn(other, email, password);
  await expect(other).toHaveURL(/\/account/);
  await other.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(other).toHaveURL(/\/sign-in/);
  await expectSignedOut(page);
});

test("signing up with a known address looks the same, and its owner gets a mail that says so", async ({
  browser,
  page,
}) => {
  const email = newAddress();
  await createAccount(await browser.newContext(), email);
  // The mail of the sign-up above counts for this address, too.
  await forgetLimits("resend");
  await fillSignUp(page, email);
  await expect(page.getByText(email)).toBeVisible();
  await mailTo(email, subjects.alreadyRegistered);
});

test("whoever signs up with somebody else's address first gains nothing: the owner's password counts", async ({
  browser,
}) => {
  const email = newAddress("victim");
  const attacker = await (await browser.newContext()).newPage();
  await fillSignUp(attacker, email);
  await mailTo(email, subjects.confirm);
  await forgetLimits("resend");
  const victim = await (await browser.newContext()).newPage();
  await fillSignUp(victim, email);
  const link = linkIn(await mailTo(email, subjects.resent));
  await victim.goto(link);
  await victim.getByRole("button", { name: "Confirm and sign in" }).click();
  await expect(victim).toHaveURL(/\/choose-password/);
  await victim.getByLabel("New password").fill("the victim's own sentence");
  await victim.getByRole("button", { name: "Save the password" }).click();
  await expect(victim).toHaveURL(/\/welcome/);
  await attacker.goto("/sign-in");
  await fillSignIn(attacker, email, password);
  await expect(attacker.getByRole("alert").filter({ hasText: "do not match" })).toBeVisible();
});

test("an account is deleted with everything that names its owner", async ({ browser }) => {
  const email = newAddress();
  const page = await createAccount(await browser.newContext(), email);
  await page.goto("/account/delete");
  await page.getByLabel(/^Type/).fill("delete my account");
  await page.getByRole("button", { name: "Delete my account" }).click();
  await expect(page).toHaveURL(/\/account-deleted/);
  await mailTo(email, /account was deleted/);
  await page.goto("/sign-in");
  await fillSignIn(page, email, password);
  await expect(page.getByRole("alert").filter({ hasText: "do not match" })).toBeVisible();
  // The last mail's address is forgotten once it was delivered.
  await until("nothing names them", async () => (await tracesOf(email)).length === 0);
});
