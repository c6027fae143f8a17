import "server-only";
import { cookies } from "next/headers";
import { z } from "zod";
import { resendAllowance } from "@/lib/modules/access/policy";
import { seal, unseal } from "./sealed";
import { cookieName, cookieOptions } from "./supabase";

const name = cookieName("makegood-pending");
const purpose = "pending-confirmation";
const keepSeconds = 60 * 60;

const pendingSchema = z.object({ email: z.string(), sentAt: z.number() });

type PendingConfirmation = Readonly<{ email: string; resendInSeconds: number }>;

/** Notes in this browser who waits for a mail, so that the address is in no URL and need not be typed again. */
export async function rememberPending(email: string): Promise<void> {
  const value = seal(purpose, JSON.stringify({ email, sentAt: Date.now() }));
  (await cookies()).set(name, value, { ...cookieOptions, maxAge: keepSeconds });
}

export async function findPending(): Promise<PendingConfirmation | undefined> {
  const value = (await cookies()).get(name)?.value;
  const text = value ? unseal(purpose, value) : undefined;
  if (!text) return undefined;
  const { email, sentAt } = pendingSchema.parse(JSON.parse(text));
  const readyAt = sentAt + resendAllowance.durationSeconds * 1_000;
  return { email, resendInSeconds: Math.max(0, Math.ceil((readyAt - Date.now()) / 1_000)) };
}

export async function forgetPending(): Promise<void> {
  (await cookies()).delete(name);
}
