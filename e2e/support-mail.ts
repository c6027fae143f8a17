import { createTransport } from "nodemailer";
import { rawMail } from "@/lib/testing/mails";
import { setting } from "@/lib/testing/setting";

const support = "support+tau-retail@makegood.test";

/** Writes to the demo's support by SMTP, as a customer's program does. Comes back when the mail was taken. */
export async function sendToSupport(mail: Omit<Parameters<typeof rawMail>[0], "to">): Promise<void> {
  const transport = createTransport({
    ...{ host: "127.0.0.1", port: Number(setting("MAIL_IN_PORT")), ignoreTLS: true },
  });
  await transport.sendMail({
    raw: rawMail({ ...mail, to: support }),
    envelope: { from: mail.from, to: support },
  });
}
