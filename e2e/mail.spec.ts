import { createTransport } from "nodemailer";
import { expect, test } from "playwright/test";
import { newId } from "@/lib/platform/ids";
import { rawMail } from "@/lib/testing/mails";
import { setting } from "@/lib/testing/setting";
import { owner } from "@/lib/testing/shop";
import { signIn } from "./people";

const hostile = `<html><head><style>@import "https://tracker.example/a.css"; p { color: red }</style></head>
<body background="https://tracker.example/b.png"><p style="background:url(https://tracker.example/c.png)">Harmless words</p>
<script>document.title = "taken over"; fetch("https://tracker.example/d")</script>
<img src="https://tracker.example/pixel.gif" width="1" height="1"><img src=x onerror="parent.document.title='taken over'">
<iframe src="https://tracker.example/e"></iframe><a href="javascript:alert(1)">click</a></body></html>`;

test("a mail with scripts, remote pictures and a tracking pixel is shown without any of them", async ({
  browser,
}) => {
  const html = { type: "text/html; charset=utf-8", body: hostile };
  const from = `pixel-${newId()}@example.test`;
  const to = "support+tau-retail@makegood.test";
  const raw = rawMail({ from, to, subject: "<b>Look</b>", text: "Harmless words", parts: [html] });
  const port = Number(setting("MAIL_IN_PORT"));
  await createTransport({ host: "127.0.0.1", port, ignoreTLS: true }).sendMail({
    raw,
    envelope: { from, to },
  });
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
  await page.context().close();
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
  await page.context().close();
});
