import { sql } from "drizzle-orm";
import { asRelay } from "@/lib/platform/db";

/** Removes what nobody needs any more: sessions that ended at the auth server, notices older than a year. Repeatable. */
export async function tidyAccounts(): Promise<void> {
  await asRelay((tx) => tx.execute(sql`select private.tidy_accounts()`));
}
