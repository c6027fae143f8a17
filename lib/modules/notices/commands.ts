import "server-only";
import { and, eq } from "drizzle-orm";
import { appendEvent } from "@/lib/modules/outbox/outbox";
import { platformActor, type SystemActor } from "@/lib/platform/actor";
import { asActor, type Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { Notice } from "./schema";
import { notices } from "./tables";

type NewNotice = Pick<Notice, "userId" | "kind" | "locale"> &
  Readonly<{ email: string; detail?: Notice["detail"] }>;

/** Records a mail and its event inside `tx`: it is sent if and only if what it tells was committed. @returns its id */
export async function issueNotice(
  tx: Transaction,
  { tenantId }: Pick<SystemActor, "tenantId">,
  notice: NewNotice,
): Promise<string> {
  const id = newId();
  await tx.insert(notices).values({ id, tenantId, ...notice });
  await appendEvent(
    tx,
    { tenantId, type: "notice", id },
    { type: "notice.issued", payload: { noticeId: id } },
  );
  return id;
}

/** `issueNotice` for what the auth server has already done to an account. */
export const issueAccountNotice = (notice: NewNotice): Promise<string> =>
  asActor(platformActor, (tx) => issueNotice(tx, platformActor, notice));

/** Forgets where a delivered notice went. */
export async function forgetAddress(tx: Transaction, { tenantId, id }: Pick<Notice, "tenantId" | "id">) {
  await tx
    .update(notices)
    .set({ email: null })
    .where(and(eq(notices.tenantId, tenantId), eq(notices.id, id)));
}
