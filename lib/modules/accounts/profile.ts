import "server-only";
import { eq, sql } from "drizzle-orm";
import { issueNotice } from "@/lib/modules/notices/commands";
import type { Locale } from "@/lib/modules/notices/schema";
import { platformActor, type Visitor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import type { Account } from "./schema";
import { profiles } from "./tables";

const nobody: Visitor = { kind: "visitor", userId: null };

export async function updateProfile(
  userId: string,
  profile: { name: string; locale: Locale },
): Promise<void> {
  await asActor({ kind: "visitor", userId }, (tx) =>
    tx.update(profiles).set(profile).where(eq(profiles.id, userId)),
  );
}

export type KnownAddress = Readonly<{ userId: string; isConfirmed: boolean; locale: Locale }>;

/** Whose address this is. Decides which mail is sent, never what a form answers. */
export async function findAddress(email: string): Promise<KnownAddress | undefined> {
  const [row] = await asActor(nobody, (tx) =>
    tx.execute<{ user_id: string; is_confirmed: boolean; locale: Locale }>(
      sql`select * from private.find_address(${email})`,
    ),
  );
  return row && { userId: row.user_id, isConfirmed: row.is_confirmed, locale: row.locale };
}

/**
 * Erases an account with its sessions; what it did with money stays without its name. A last mail says so.
 * @throws DomainError conflict while a workspace would be left without an admin, or a refund to them is on its way
 */
export async function eraseAccount({
  userId,
  email,
  locale,
}: Pick<Account, "userId" | "email" | "locale">): Promise<void> {
  await asActor({ kind: "visitor", userId }, async (tx) => {
    const [owed] = await tx.execute<{ is_owed: boolean }>(sql`select private.is_owed_refund() as is_owed`);
    if (owed?.is_owed) {
      throw new DomainError(
        "conflict",
        "A refund to you is still on its way, and we have to be able to tell you about it. Delete your account once it was sent.",
        { field: "owed" },
      );
    }
    const [row] = await tx.execute<{ orphaned: string[] }>(sql`select private.erase_account() as orphaned`);
    const orphaned = row?.orphaned ?? [];
    if (orphaned.length > 0) {
      throw new DomainError(
        "conflict",
        `You are the only admin of ${orphaned.join(" and ")}. Make somebody else an admin, or delete the workspace, then try again.`,
      );
    }
    // The erased cannot write any more; the rest of this commit is the product's.
    await tx.execute(sql`
      select set_config('request.jwt.claims', ${JSON.stringify({ actor_kind: "system", tenant_id: platformActor.tenantId })}, true)`);
    await issueNotice(tx, platformActor, { userId: null, email, locale, kind: "account_deleted" });
  });
}
