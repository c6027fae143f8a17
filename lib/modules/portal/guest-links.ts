import "server-only";
import { and, eq, gt, isNull, lt, sql } from "drizzle-orm";
import { recordAudit } from "@/lib/modules/audit/audit";
import { issueNotice } from "@/lib/modules/notices/commands";
import type { Locale } from "@/lib/modules/notices/schema";
import { findOrderOfAddress } from "@/lib/modules/orders/lookup";
import type { CustomerActor, SystemActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { isSignedBy, sign } from "@/lib/platform/sealed";
import type { LookUp, Portal } from "./schema";
import { guestLinks } from "./tables";

const purpose = "guest-link";
const linkMinutes = 30;

/** What the mailed link carries: the id of its row and our signature. Made when the mail is sent and stored nowhere. */
export const guestLinkToken = (linkId: string): string => `${linkId}.${sign(purpose, linkId)}`;

/** The link a token stands for, or undefined when we did not sign it. */
export function readGuestLinkToken(token: string): string | undefined {
  const [id = "", signature = ""] = token.split(".");
  return isSignedBy(purpose, id, signature) ? id : undefined;
}

const productOf = ({ tenantId }: Pick<Portal, "tenantId">): SystemActor => ({
  kind: "system",
  tenantId,
  name: "Makegood",
});

/** Mails a link to the customer of an order, if number and address belong together. Whoever asks is told nothing. */
export function sendGuestLink(portal: Portal, asked: LookUp, locale: Locale): Promise<void> {
  const product = productOf(portal);
  return asActor(product, async (tx) => {
    const found = await findOrderOfAddress(tx, portal.tenantId, asked);
    if (!found) return;
    const id = newId();
    await tx
      .delete(guestLinks)
      .where(
        and(
          eq(guestLinks.tenantId, portal.tenantId),
          lt(guestLinks.createdAt, sql`now() - interval '7 days'`),
        ),
      );
    await tx.insert(guestLinks).values({
      ...{ id, tenantId: portal.tenantId, customerId: found.customerId, orderId: found.orderId },
      expiresAt: sql`now() + make_interval(mins => ${linkMinutes})`,
    });
    await issueNotice(tx, product, {
      ...{ userId: null, email: found.email, kind: "guest_link", locale },
      detail: { tenantName: portal.name, order: found.number, linkId: id, path: `/help/${portal.slug}/open` },
    });
  });
}

/** Can this link still be used? Looking does not use it up. */
export async function isOpenLink(portal: Portal, linkId: string): Promise<boolean> {
  return asActor(
    productOf(portal),
    async (tx) => (await tx.$count(guestLinks, openLink(portal, linkId))) > 0,
  );
}

/** Uses a link up. Of two clicks one wins. @returns whose order it opens; undefined when it was used or is too old */
export function spendGuestLink(portal: Portal, linkId: string): Promise<CustomerActor | undefined> {
  const product = productOf(portal);
  return asActor(product, async (tx) => {
    const [link] = await tx
      .update(guestLinks)
      .set({ usedAt: sql`now()` })
      .where(openLink(portal, linkId))
      .returning({ customerId: guestLinks.customerId, orderId: guestLinks.orderId });
    if (!link) return undefined;
    const guest = guestOf({ tenantId: portal.tenantId, ...link });
    await recordAudit(tx, guest, {
      action: "customer.guest_link_used",
      subjectType: "order",
      subjectId: link.orderId,
    });
    return guest;
  });
}

/** A guest: whoever can read the customer's mails may see this one order. */
export const guestOf = ({
  tenantId,
  customerId,
  orderId,
}: Readonly<{ tenantId: string; customerId: string; orderId: string }>): CustomerActor => ({
  kind: "customer",
  ...{ tenantId, customerId, customerIds: [customerId], orderId, name: "Customer" },
});

const openLink = ({ tenantId }: Portal, linkId: string) =>
  and(
    eq(guestLinks.tenantId, tenantId),
    eq(guestLinks.id, linkId),
    isNull(guestLinks.usedAt),
    gt(guestLinks.expiresAt, sql`now()`),
  );
