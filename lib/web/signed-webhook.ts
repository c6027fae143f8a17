import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";

const toleranceSeconds = 300;
const maxSignatures = 10;

/**
 * Did whoever holds `secret` sign these bytes within five minutes? Over the bytes themselves: a mail need not be UTF-8.
 * @param secret `whsec_` and base64
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function isSignedWebhook(
  headers: Headers,
  body: Uint8Array,
  secret: string,
  now = Date.now(),
): boolean {
  const id = headers.get("webhook-id") ?? "";
  const timestamp = headers.get("webhook-timestamp") ?? "";
  if (!/^[\x21-\x7e]{1,200}$/.test(id) || !/^[1-9]\d{0,11}$/.test(timestamp)) return false;
  if (Math.abs(now / 1_000 - Number(timestamp)) > toleranceSeconds) return false;
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
  const given = (headers.get("webhook-signature") ?? "").split(" ").slice(0, maxSignatures);
  return given.some((signature) => {
    const bytes = Buffer.from(/^v1,([A-Za-z0-9+/]{43}=)$/.exec(signature)?.[1] ?? "", "base64");
    return bytes.length === expected.length && timingSafeEqual(bytes, expected);
  });
}
