import { sql } from "drizzle-orm";
import { asRelay } from "@/lib/platform/db";

const daysAhead = 2;

/** Makes the outbox partitions of today and the next days, where they are missing. */
export async function createPartitions(): Promise<void> {
  await asRelay((tx) => tx.execute(sql`select private.create_outbox_partitions(${daysAhead}::int)`));
}
