import { newId } from "@/lib/platform/ids";

type Part = Readonly<{ type: string; body: string | Buffer; name?: string }>;
type MailOptions = Readonly<{
  from: string;
  to: string;
  subject?: string;
  text?: string;
  headers?: Readonly<Record<string, string>>;
  messageId?: string;
  parts?: readonly Part[];
}>;

export const newMailId = (): string => `<${newId()}@mail.example.test>`;

/** A mail as a customer's program would send it. */
export function rawMail({
  from,
  to,
  subject = "A question",
  text = "Hello",
  headers,
  ...rest
}: MailOptions): Buffer {
  const { messageId = newMailId(), parts } = rest;
  const head = {
    From: from,
    To: to,
    Subject: subject,
    "Message-ID": messageId,
    "MIME-Version": "1.0",
    ...(parts ? {} : { "Content-Type": "text/plain; charset=utf-8" }),
    ...headers,
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`);
  if (!parts) return Buffer.from([...lines, "", text].join("\r\n"));
  const boundary = "=_a_boundary";
  const body = [{ type: "text/plain; charset=utf-8", body: text }, ...parts].map(partText(boundary)).join("");
  const type = `Content-Type: multipart/mixed; boundary="${boundary}"`;
  return Buffer.from([...lines, type, "", `${body}--${boundary}--`, ""].join("\r\n"));
}

const partText =
  (boundary: string) =>
  ({ type, body, name }: Part): string => {
    const disposition = name ? `\r\nContent-Disposition: attachment; filename="${name}"` : "";
    const content = Buffer.from(body).toString("base64").replace(/.{76}/g, "$&\r\n");
    return `--${boundary}\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: base64${disposition}\r\n\r\n${content}\r\n`;
  };

/** The report of a mail server that a mail could not be delivered. */
export function rawBounce(to: string, returnedId: string, action = "failed"): Buffer {
  const report = ["Reporting-MTA: dns; mx.example.test", "", "Final-Recipient: rfc822; gone@example.test"];
  const status = [
    ...report,
    `Action: ${action}`,
    "Status: 5.1.1",
    "Diagnostic-Code: smtp; 550 no such user",
    "",
  ];
  return Buffer.from(
    [
      ...[
        "From: MAILER-DAEMON@mx.example.test",
        `To: ${to}`,
        "Subject: Undelivered Mail",
        `Message-ID: ${newMailId()}`,
      ],
      ...["MIME-Version: 1.0", "Auto-Submitted: auto-replied"],
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      ...["", "--b", "Content-Type: text/plain", "", "It could not be delivered."],
      ...["--b", "Content-Type: message/delivery-status", "", ...status],
      ...[
        "--b",
        "Content-Type: text/rfc822-headers",
        "",
        `Message-ID: ${returnedId}`,
        "Subject: Re: hi",
        "",
        "--b--",
        "",
      ],
    ].join("\r\n"),
  );
}
