import type { IncomingMail } from "./parse";

/**
 * person: somebody wrote it · automatic: a machine answered, or sent it to many · bounce: a mail of ours came back ·
 * own: we sent it ourselves.
 */
export type MailNature = Readonly<
  | { kind: "person" }
  | { kind: "automatic"; reason: string }
  | { kind: "bounce"; isFinal: boolean; reason: string }
  | { kind: "own"; reason: string }
>;

type Judged = Pick<IncomingMail, "mailId" | "from" | "headers" | "report"> &
  Readonly<{
    /** Of the envelope: empty for what must never be answered, undefined where the way in does not tell. */
    sender: string | undefined;
    /** The address that all our own mails come from. */
    ownAddress: string;
    /** Is its id one that only we give? */
    hasOwnId: boolean;
  }>;

/**
 * Who or what wrote a mail. Nothing but a person opens a case or wakes one, so two machines never talk to each other.
 * @see https://www.rfc-editor.org/rfc/rfc3834 — how automatic answers are to be recognised
 */
export function natureOf(mail: Judged): MailNature {
  const { headers, from, report, sender, ownAddress, hasOwnId } = mail;
  const header = (name: string) => headers.get(name)?.trim().toLowerCase() ?? "";
  if (report) {
    const isFinal = /^action:\s*failed/im.test(report.status);
    return { kind: "bounce", isFinal, reason: bounceReason(report.status) };
  }
  const isOurs = hasOwnId || headers.has("x-makegood-effect") || header("x-loop").includes(ownAddress);
  if (isOurs || from.address === ownAddress) {
    return { kind: "own", reason: "We sent this mail ourselves." };
  }
  const automatic = (reason: string): MailNature => ({ kind: "automatic", reason });
  if (!["", "no"].includes(header("auto-submitted").split(";")[0]?.trim() ?? ""))
    return automatic("It says that a machine sent it.");
  if (/^(bulk|junk|list|auto_reply)$/.test(header("precedence"))) return automatic("It was sent to many.");
  const machineHeaders = ["x-auto-response-suppress", "x-autoreply", "x-autorespond", "x-autoresponse"];
  if (machineHeaders.some((name) => headers.has(name))) return automatic("It says that a machine sent it.");
  const returnPath = sender ?? headers.get("return-path");
  if (returnPath !== undefined && /^\s*(<\s*>)?\s*$/.test(returnPath))
    return automatic("It asks not to be answered.");
  if (/^(mailer-daemon|postmaster)@/.test(from.address)) return automatic("A mail server sent it.");
  return { kind: "person" };
}

/** Why a mail came back, in the words of the server that refused it. */
function bounceReason(status: string): string {
  const field = (name: string) => new RegExp(`^${name}:\\s*(.+)$`, "im").exec(status)?.[1]?.trim();
  const words =
    field("Diagnostic-Code")?.replace(/^[\w-]+\s*;\s*/, "") ?? field("Status") ?? "no reason given";
  return words.replace(/\s+/g, " ").slice(0, 200);
}

/** More mails of one sender than this in an hour open and continue no cases: they are kept and set aside. */
export const mailsPerSenderAndHour = 30;

/** The number of the case that a subject names: ours are written as [#1042]. */
export function caseNumberIn(subject: string): number | undefined {
  const [, digits] = /\[#(\d{1,9})\]/.exec(subject) ?? [];
  return digits ? Number(digits) : undefined;
}

const maxOrderNumbers = 20;

/** What could be the number of an order in these words: as written, with and without its "#". */
export function orderNumbersIn(words: string): string[] {
  const found = words.slice(0, 20_000).match(/#?\b[A-Za-z]{0,4}[-_]?\d[\dA-Za-z-]{2,30}\b/g) ?? [];
  const plain = [...new Set(found.map((number) => number.replace(/^#/, "")))].slice(0, maxOrderNumbers);
  return plain.flatMap((number) => [number, `#${number}`]);
}
