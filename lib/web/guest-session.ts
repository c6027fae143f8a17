import "server-only";
import { cookies } from "next/headers";
import { z } from "zod";
import { guestOf } from "@/lib/modules/portal/guest-links";
import type { CustomerActor } from "@/lib/platform/actor";
import { seal, unseal } from "@/lib/platform/sealed";
import { cookieName, cookieOptions } from "./supabase";

const name = cookieName("makegood-guest");
const purpose = "guest-session";
const keepSeconds = 2 * 60 * 60;

const guestSchema = z.object({
  tenantId: z.uuid(),
  customerId: z.uuid(),
  orderId: z.uuid(),
  expiresAt: z.number(),
});

/** Lets this browser see one order for two hours. The cookie is sealed: nobody but us reads or writes what it names. */
export async function rememberGuest({ tenantId, customerId, orderId }: CustomerActor): Promise<void> {
  const expiresAt = Date.now() + keepSeconds * 1_000;
  const value = seal(purpose, JSON.stringify({ tenantId, customerId, orderId, expiresAt }));
  (await cookies()).set(name, value, { ...cookieOptions, maxAge: keepSeconds });
}

/** The guest of this browser in the tenant's portal, if there is one. */
export async function findGuest(tenantId: string): Promise<CustomerActor | undefined> {
  const value = (await cookies()).get(name)?.value;
  const text = value ? unseal(purpose, value) : undefined;
  if (!text) return undefined;
  const guest = guestSchema.parse(JSON.parse(text));
  // The browser's promise to forget is not ours.
  if (guest.tenantId !== tenantId || guest.expiresAt < Date.now()) return undefined;
  return guestOf(guest);
}

export const forgetGuest = async (): Promise<void> => void (await cookies()).delete(name);
