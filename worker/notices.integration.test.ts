import { expect, it } from "vitest";
import { issueAccountNotice } from "@/lib/modules/notices/commands";
import { newId } from "@/lib/platform/ids";
import { mailsTo } from "@/lib/testing/outside";
import { freePort, startWorker } from "@/lib/testing/processes";
import { owner } from "@/lib/testing/shop";
import { until } from "@/lib/testing/until";

it("a mail about an account outlives a mail server that is down, is sent once, and forgets its address", async () => {
  const email = `${newId()}@example.test`;
  const id = await issueAccountNotice({ userId: newId(), email, locale: "de", kind: "password_changed" });
  const effect = async () => {
    const [row] = await owner<{ state: string; attempts: number }[]>`
      select state, attempts from makegood.effects where kind = 'notice' and subject_id = ${id}`;
    return row;
  };
  const withoutMail = await startWorker({ SMTP_URL: `smtp://127.0.0.1:${await freePort()}` });
  await until("it was tried in vain", async () => (await effect())?.state === "retrying");
  await withoutMail.stop();

  const worker = await startWorker();
  await until("it was sent", async () => (await effect())?.state === "done");
  const mails = await mailsTo(email);
  expect(mails.map(({ subject }) => subject)).toEqual(["Ihr Passwort wurde geändert"]);
  const [notice] = await owner`select email from makegood.notices where id = ${id}`;
  expect(notice?.email).toBeNull();
  await worker.stop();
});
