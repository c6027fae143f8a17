import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import { platformTenantId, type Visitor } from "@/lib/platform/actor";
import { readAs, type Transaction } from "@/lib/platform/db";
import type { Notice } from "./schema";
import { notices } from "./tables";

/** A notice that waits to be sent, or undefined when there is nobody to send it to any more. */
export async function findNotice(
  tx: Transaction,
  tenantId: string,
  id: string,
): Promise<(Notice & { email: string }) | undefined> {
  const [notice] = await tx
    .select()
    .from(notices)
    .where(and(eq(notices.tenantId, tenantId), eq(notices.id, id)));
  return notice?.email ? { ...notice, email: notice.email } : undefined;
}

/** What lately happened to an account, newest first. */
export async function listActivity(
  visitor: Visitor,
): Promise<Pick<Notice, "id" | "kind" | "detail" | "createdAt">[]> {
  const [rows] = await readAs(visitor, (db) => [
    db
      .select({ id: notices.id, kind: notices.kind, detail: notices.detail, createdAt: notices.createdAt })
      .from(notices)
      .where(
        and(
          eq(notices.tenantId, platformTenantId),
          eq(notices.userId, visitor.userId ?? ""),
          sql`${notices.kind} <> 'email_code'`,
        ),
      )
      .orderBy(desc(notices.createdAt))
      .limit(20),
  ]);
  return rows;
}
