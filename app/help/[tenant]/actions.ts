"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { eraseAccount } from "@/lib/modules/accounts/profile";
import { emptyInput } from "@/lib/modules/accounts/schema";
import { appealDenial, askForHelp, cancelRequest, replyToCase } from "@/lib/modules/portal/commands";
import { readGuestLinkToken, sendGuestLink, spendGuestLink } from "@/lib/modules/portal/guest-links";
import {
  appealInput,
  askInput,
  cancelInput,
  deleteInput,
  lookUpInput,
  openLinkInput,
  replyInput,
} from "@/lib/modules/portal/schema";
import { DomainError } from "@/lib/platform/errors";
import { forgetGuest, rememberGuest } from "@/lib/web/guest-session";
import { clientNetwork } from "@/lib/web/headers";
import { atLeast, neutralMs } from "@/lib/web/neutral-time";
import { customerAction, portalAccountAction, portalAction } from "@/lib/web/portal-action";
import type { PortalPage } from "@/lib/web/portal-page";
import { isWithin, limit } from "@/lib/web/rate-limit";
import { forgetSession } from "@/lib/web/session";
import { actionJar, clearSession } from "@/lib/web/supabase";

const perNetwork = { points: 20, durationSeconds: 600 } as const;
const perAddress = { points: 3, durationSeconds: 600 } as const;

/** The same answer after the same time, whether or not there is such an order. */
export const lookUpAction = portalAction(lookUpInput, async ({ portal, locale, words }, asked) => {
  await limit("guest-look-up", await clientNetwork(), perNetwork);
  await atLeast(neutralMs, async () => {
    const mayMail = await isWithin("guest-mail", `${portal.tenantId} ${asked.email}`, perAddress);
    if (mayMail) await sendGuestLink(portal, asked, locale);
  });
  return { message: words.start.sent };
});

export const openLinkAction = portalAction(openLinkInput, async ({ portal }, { token }) => {
  await limit("guest-link", await clientNetwork(), perNetwork);
  const linkId = readGuestLinkToken(token);
  const guest = linkId === undefined ? undefined : await spendGuestLink(portal, linkId);
  if (!guest) redirect(`/help/${portal.slug}/open`);
  await rememberGuest(guest);
  redirect(`/help/${portal.slug}/requests`);
});

const pathOf = ({ portal }: PortalPage, caseId: string): string => `/help/${portal.slug}/requests/${caseId}`;

export const askAction = customerAction(askInput, async (page, customer, ask) => {
  const caseId = await askForHelp(customer, ask, page);
  redirect(pathOf(page, caseId));
});

export const replyAction = customerAction(replyInput, async (page, customer, written) => {
  await replyToCase(customer, written);
  revalidatePath(pathOf(page, written.caseId));
  return { message: page.words.request.replied };
});

export const cancelAction = customerAction(cancelInput, async (page, customer, { caseId }) => {
  await cancelRequest(customer, { caseId });
  revalidatePath(pathOf(page, caseId));
  return { message: page.words.request.canceled };
});

export const appealAction = customerAction(appealInput, async (page, customer, appeal) => {
  await appealDenial(customer, appeal);
  revalidatePath(pathOf(page, appeal.caseId));
  return { message: page.words.request.replied };
});

export const deleteAccountAction = portalAccountAction(deleteInput, async (page, account, { confirm }) => {
  const { portal, words } = page;
  if (confirm !== words.account.deletePhrase) {
    throw new DomainError("invalid", "confirm", { field: "confirm" });
  }
  await eraseAccount(account);
  forgetSession(account.sessionId);
  clearSession(await actionJar());
  redirect(`/help/${portal.slug}?deleted=1`);
});

const leave = portalAction(emptyInput, async ({ portal }) => {
  await forgetGuest();
  redirect(`/help/${portal.slug}`);
});

/** Ends a guest's look. For a plain form. */
export async function leaveAction(slug: string, formData: FormData): Promise<void> {
  await leave(slug, { status: "idle" }, formData);
}
