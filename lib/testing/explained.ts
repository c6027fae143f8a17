import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { type Actor, claimsOf } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import { setting } from "./setting";

export type Explained = Readonly<{ executionMs: number; plan: string }>;

/** A connection on which PostgreSQL says of each statement how long it ran and by which plan. */
export function openExplained() {
  const address = new URL(setting("DATABASE_ADMIN_URL"));
  address.pathname = new URL(setting("DATABASE_OWNER_URL")).pathname;
  let notices: string[] = [];
  const admin = postgres(address.href, {
    ...{ max: 1, prepare: false, fetch_types: false },
    onnotice: ({ message }) => notices.push(message ?? ""),
  });
  const db = drizzle(admin, { casing: "snake_case" });
  return {
    /** Every statement of `work` that `actor` has run; `isInside`: those inside functions as well. */
    async explain(
      actor: Actor,
      work: (tx: Transaction) => Promise<unknown>,
      { isInside }: Readonly<{ isInside: boolean }>,
    ): Promise<Explained[]> {
      await db.transaction(async (tx) => {
        await tx.execute(sql`load 'auto_explain'`);
        await tx.execute(sql`
          select set_config('auto_explain.log_min_duration', '0', true),
            set_config('auto_explain.log_nested_statements', ${isInside ? "on" : "off"}, true),
            set_config('auto_explain.log_level', 'notice', true)`);
        await tx.execute(sql`
          select set_config('role', 'makegood_user', true),
            set_config('request.jwt.claims', ${JSON.stringify(claimsOf(actor))}, true)`);
        notices = [];
        await work(tx as unknown as Transaction);
      });
      return notices.flatMap((plan) => {
        const [, duration] = /^duration: ([\d.]+) ms/.exec(plan) ?? [];
        return duration === undefined ? [] : [{ executionMs: Number(duration), plan }];
      });
    },
    end: () => admin.end(),
  };
}
