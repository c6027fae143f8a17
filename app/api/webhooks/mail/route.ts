import { z } from "zod";
import { type Envelope, maxMailBytes, receiveMail } from "@/lib/modules/mail/receive";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { ProblemError, problemResponse } from "@/lib/web/problem";
import { isSignedWebhook } from "@/lib/web/signed-webhook";

// A mail in base64 inside JSON takes a third more.
const bodyLimitBytes = Math.ceil(maxMailBytes * 1.4);
const address = z.string().max(320);
const mailInput = z.strictObject({
  /** The mail as RFC 5322 has it: as text, or with `encoding` in base64. */
  raw: z.string().min(1),
  encoding: z.literal("base64").optional(),
  /** Of the envelope, where the mail service tells it; empty for mail that asks not to be answered. */
  sender: address.optional(),
  recipients: z.array(address).min(1).max(50).optional(),
});
const statusOf = { too_large: 413, unreadable: 422, unknown_recipient: 404 } as const;

/**
 * Mail that a mail service hands over, signed: the mail itself as message/rfc822, or JSON around it. Answered with 2xx
 * only once it is written down, so that the service repeats what was lost.
 */
export async function POST(request: Request): Promise<Response> {
  try {
    const body = await readSigned(request);
    const { raw, envelope } = readMail(request.headers.get("content-type") ?? "", body);
    const received = await receiveMail(raw, envelope);
    if (received.status === "refused") {
      const { reason, message } = received;
      throw new ProblemError({ status: statusOf[reason], code: reason, detail: message });
    }
    return Response.json({ taken: received.taken.map(({ outcome }) => outcome) });
  } catch (error) {
    if (error instanceof ProblemError) return problemResponse(error.problem);
    logger.error({ err: error }, "a mail was not recorded");
    return problemResponse({
      ...{ status: 503, code: "unavailable", detail: "The mail could not be recorded. Send it again." },
      retryAfterSeconds: 5,
    });
  }
}

async function readSigned(request: Request): Promise<Buffer> {
  const secret = env.MAIL_WEBHOOK_SECRET;
  if (!secret) {
    throw new ProblemError({ status: 404, code: "not_found", detail: "This desk takes no mail this way." });
  }
  if (request.headers.has("content-encoding")) throw unsupported();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > bodyLimitBytes) {
      throw new ProblemError({ status: 413, code: "too_large", detail: "The mail is larger than 25 MB." });
    }
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  if (isSignedWebhook(request.headers, body, secret)) return body;
  throw new ProblemError({
    status: 401,
    code: "unauthenticated",
    detail: "The mail is not signed as it should be.",
  });
}

function readMail(contentType: string, body: Buffer): { raw: Buffer; envelope: Envelope } {
  const [type] = contentType.toLowerCase().split(";");
  if (type?.trim() === "message/rfc822") return { raw: body, envelope: {} };
  if (type?.trim() !== "application/json") throw unsupported();
  const parsed = mailInput.safeParse(parseJson(body));
  if (!parsed.success) {
    throw new ProblemError({ status: 422, code: "invalid", detail: "The body is not a mail in JSON." });
  }
  const { raw, encoding, ...envelope } = parsed.data;
  return { raw: Buffer.from(raw, encoding ?? "utf8"), envelope };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new ProblemError({ status: 400, code: "not_json", detail: "The body is not JSON." });
  }
}

const unsupported = () =>
  new ProblemError({
    status: 415,
    code: "unsupported_media_type",
    detail: "Send message/rfc822 or application/json, without a Content-Encoding.",
  });
