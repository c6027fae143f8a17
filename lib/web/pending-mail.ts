import "server-only";
import { cookies } from "next/headers";
import { z } from "zod";
import { resendAllowance } from "@/lib/modules/accounts/policy";
import { seal, unseal } from "@/lib/platform/sealed";
import { safeReturnTo } from "./return-to";
import { cookieName, cookieOptions } from "./supabase";

const name = cookieName("makegood-pending");
const purpose = "pending-mail";
const keepSeconds = 60 * 60;

const pendingSchema = z.object({
  email: z.string(),
  sentAt: z.number(),
  /** What the mail is for. */
  purpose: z.enum(["confirm", "recovery", "email_change"]),
  /** Known to the browser that chose the account's password, and to no other. */
  signUpMark: z.string().optional(),
  /** The notice whose code confirms a new address. */
  noticeId: z.string().optional(),
  returnTo: z.string().optional(),
});

export type PendingMail = Omit<z.output<typeof pendingSchema>, "sentAt">;

/** Notes in this browser which mail it waits for, so that the address is in no URL and need not be typed again. */
export async function rememberPending(pending: PendingMail): Promise<void> {
  const value = seal(purpose, JSON.stringify({ ...pending, sentAt: Date.now() }));
  (await cookies()).set(name, value, { ...cookieOptions, maxAge: keepSeconds });
}

export async function findPending(): Promise<(PendingMail & { resendInSeconds: number }) | undefined> {
  const value = (await cookies()).get(name)?.value;
  const text = value ? unseal(purpose, value) : undefined;
  if (!text) return undefined;
  const { sentAt, ...pending } = pendingSchema.parse(JSON.parse(text));
  // The browser's promise to forget is not ours.
  if (Date.now() - sentAt > keepSeconds * 1_000) return undefined;
  const readyAt = sentAt + resendAllowance.durationSeconds * 1_000;
  return { ...pending, resendInSeconds: Math.max(0, Math.ceil((readyAt - Date.now()) / 1_000)) };
}

/** Forgets the mail. @returns where to go now that it has done its work */
export async function completePending(): Promise<string> {
  const pending = await findPending();
  (await cookies()).delete(name);
  return safeReturnTo(pending?.returnTo);
}
