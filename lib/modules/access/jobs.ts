import "server-only";
import { sql } from "drizzle-orm";
import { asRelay } from "@/lib/platform/db";

/** Forgets the answers to repeated requests that are older than anybody may ask for. Repeatable. @returns how many */
export async function forgetOldAnswers(): Promise<number> {
  const [row] = await asRelay((tx) =>
    tx.execute<{ forgotten: number }>(sql`select private.forget_old_answers() as forgotten`),
  );
  return row?.forgotten ?? 0;
}
