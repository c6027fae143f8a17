import { expect } from "playwright/test";
import { newId } from "@/lib/platform/ids";
import { owner } from "@/lib/testing/shop";
import { openDemoCase } from "./cases";
import { goTo, signIn } from "./people";
import { sendToSupport } from "./support-mail";
import { test } from "./test";

const hostile = `<html><head><style>@import "https://tracker.example/a.css"; p { color: red }</style></head>
<body background="https://tracker.example/b.png"><p style="background:url(https://tracker.example/c.png)">Harmless words</p>
<script>document.title = "taken over"; fetch("https://tracker.example/d")</script>
<img src="https://tracker.example/pixel.gif" width="1" height="1"><img src=x onerror="parent.document.title='taken over'">
<iframe src="https://tracker.example/e"></iframe><a href="javascript:alert(1)">click</a></body></html>`;

test("a mail with scripts, remote pictures and a tracking pixel is shown without any of them", async ({
  browser,
}) => {
  const from = `pixel-${newId()}@example.test`;
  const parts = [{ type: "text/html; charset=utf-8", body: hostile }];
  await sendToSupport({ from, subject: "<b>Look</b>", text: "Harmless words", parts });
  const [opened] = await owner<{ caseId: string }[]>`
    select case_id as "caseId" from makegood.incoming_mails where from_address = ${from}`;

  const page = await signIn(browser, "agent@tau-retail.test");
  const faults: string[] = [];
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("request", (request) => {
    if (new URL(request.url()).hostname.endsWith("tracker.example")) faults.push(request.url());
  });
  await page.goto(`/t/tau-retail/cases/${opened?.caseId}`);
  await page.getByRole("button", { name: "Show the whole mail" }).click();
  const mail = page.frameLocator('iframe[title="The mail as it was sent"]');
  await expect(mail.getByText("Harmless words").first()).toBeVisible();
  await expect(mail.locator("script, img, style, iframe, [style], [background]")).toHaveCount(0);
  expect(await page.title()).not.toContain("taken over");
  expect(faults).toEqual([]);
});

test("an admin changes the words of a mail and sees the mail that they make", async ({ browser }) => {
  const page = await signIn(browser, "admin@tau-retail.test", "/t/tau-retail/settings/mail/refund_sent/de");
  const words = page.getByLabel("Words", { exact: true });
  await words.fill("Hallo {{customer.name}},\n\n{{nonsense}}");
  await page.getByRole("button", { name: "Save the words" }).click();
  await expect(page.getByText("This mail does not know {{nonsense}}.")).toBeVisible();
  await words.fill("Hallo {{customer.name}},\n\n{{amount}} sind unterwegs.");
  await expect(page.locator("pre")).toContainText("42,10 € sind unterwegs.");
  await page.getByRole("button", { name: "Save the words" }).click();
  await expect(page.getByText("With your words.")).toBeVisible();
  await page.getByRole("button", { name: "Use our words again" }).click();
  await expect(page.getByText("With our words, until you change them.")).toBeVisible();
});

test("a macro that a lead writes is filled in with the customer's name in a case", async ({ browser }) => {
  const lead = await signIn(browser, "lead@tau-retail.test", "/t/tau-retail/settings/macros");
  const name = `Thanks ${newId().slice(-6)}`;
  const form = lead.getByRole("form", { name: "New macro" });
  await form.getByLabel("Name").fill(name);
  await form.getByLabel("Words").fill("Dear {{customer.first_name}}, {{nonsense}}");
  await form.getByRole("button", { name: "Add the macro" }).click();
  await expect(form.getByText("{{nonsense}} is not a variable.").first()).toBeVisible();
  await form.getByLabel("Words").fill("Dear {{customer.first_name}}, thank you.");
  await expect(form.getByRole("region", { name: "As a customer would read it" })).toHaveText(
    "Dear Mei, thank you.",
  );
  await form.getByRole("button", { name: "Add the macro" }).click();
  await expect(lead.getByText(`The macro ${name} is there.`)).toBeVisible();

  const found = await openDemoCase({ message: "It came. Thank you!" });
  await goTo(lead, `/t/tau-retail/cases/${found.caseId}`, "case.macro");
  await lead.keyboard.press("m");
  await lead.getByPlaceholder("A few letters of its name").fill(name);
  await lead.keyboard.press("Enter");
  const reply = lead.getByRole("region", { name: "Write" }).getByRole("textbox");
  await expect(reply).toHaveValue(`Dear ${found.customerFirstName}, thank you.`);
});
