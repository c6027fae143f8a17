import { text } from "node:stream/consumers";
import { createTransport } from "nodemailer";
import { readArguments } from "./stack/arguments";
import { fixedPorts } from "./stack/ports";

// Sends a mail to the desk that runs here, as a customer's mail program would.
const usage =
  'npm run mail-in -- --from ana@example.com --to support+<slug>@<domain> --subject "Where is it?" [--text "…" | --text -] [--file photo.png]';

const { values } = readArguments(usage, {
  options: {
    from: { type: "string" },
    to: { type: "string" },
    subject: { type: "string", default: "A question" },
    text: { type: "string", default: "Hello, can you help me?" },
    file: { type: "string", multiple: true, default: [] },
  },
});
const { from, to, subject, file } = values;
if (!from || !to) fail(`Say who writes to whom:\n  ${usage}`);

const transport = createTransport({
  host: "127.0.0.1",
  port: fixedPorts(process.env).mailIn,
  ignoreTLS: true,
});
try {
  const words = values.text === "-" ? await text(process.stdin) : values.text;
  const attachments = file.map((path) => ({ path }));
  const { messageId } = await transport.sendMail({ from, to, subject, text: words, attachments });
  process.stdout.write(`Taken: ${messageId}\n`);
} catch (error) {
  fail(`The desk did not take it: ${error instanceof Error ? error.message : String(error)}`);
}
process.disconnect?.();

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
