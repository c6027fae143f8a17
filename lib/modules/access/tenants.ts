import "server-only";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { recordAudit } from "@/lib/modules/audit/audit";
import type { MemberActor, Visitor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { requireManager } from "./members";
import type { CreateTenant, TenantSummary } from "./schema";

/** Opens a workspace whose founder is its first admin. @throws DomainError conflict when the path is taken */
export async function createTenant(founder: Visitor, { name, slug, currency }: CreateTenant): Promise<void> {
  const rows = await asActor(founder, (tx) =>
    tx.execute<{ is_made: boolean }>(
      sql`select private.create_tenant(${newId()}, ${slug}, ${name}, ${currency}) as is_made`,
    ),
  );
  if (!rows[0]?.is_made) {
    throw new DomainError("conflict", "This path is taken. Choose another one.", { field: "slug" });
  }
}

/** Closes the workspace for everybody. @param name typed by whoever does it, so that it is not done by mistake */
export const deleteTenant = (actor: MemberActor, tenantName: string, name: string): Promise<void> =>
  asActor(actor, async (tx) => {
    requireManager(actor);
    if (name.trim() !== tenantName) {
      throw new DomainError("invalid", `Type ${tenantName} exactly.`, { field: "name" });
    }
    await recordAudit(tx, actor, {
      action: "tenant.deleted",
      subjectType: "tenant",
      subjectId: actor.tenantId,
    });
    await tx.execute(sql`select private.delete_tenant()`);
  });

const tenantRow = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    currency: z.string(),
    members: z.coerce.number(),
    cases: z.coerce.number(),
    created_at: z.coerce.date(),
  })
  .transform(
    (row): TenantSummary => ({
      id: row.id,
      slug: row.slug,
      name: row.name,
      currency: row.currency,
      memberCount: row.members,
      caseCount: row.cases,
      createdAt: row.created_at,
    }),
  );

/** Every tenant of the platform, and how many mails about accounts are stuck; nothing unless asked by a platform admin. */
export function findPlatformOverview(
  admin: Visitor,
): Promise<Readonly<{ tenants: TenantSummary[]; undeliveredNotices: number }>> {
  return asActor(admin, async (tx) => {
    const [rows, stuck] = await Promise.all([
      tx.execute(sql`select * from private.list_tenants_for_admin()`),
      tx.execute<{ count: string }>(sql`select private.count_undelivered_notices() as count`),
    ]);
    return {
      tenants: z.array(tenantRow).parse([...rows]),
      undeliveredNotices: Number(stuck[0]?.count ?? 0),
    };
  });
}
