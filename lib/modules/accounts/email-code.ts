import "server-only";
import { sign } from "@/lib/platform/sealed";

const purpose = "email-code";

/** The six digits that the notice asks for. They follow from its id, so that they are stored nowhere. */
export function emailCodeOf(noticeId: string): string {
  const number = Buffer.from(sign(purpose, noticeId), "base64url").readUIntBE(0, 6);
  return String(number % 1_000_000).padStart(6, "0");
}
