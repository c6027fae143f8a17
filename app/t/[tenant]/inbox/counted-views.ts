import "server-only";
import { cache } from "react";
import type { Desk } from "@/app/t/[tenant]/desk";
import { listInbox } from "@/lib/modules/cases/inbox/queries";
import { listViews } from "@/lib/modules/cases/inbox/views";
import type { CountedView } from "./split-nav";

const mostCounted = 99;

/** The reader's views, each with how many cases it holds. Counted once for a request. */
export const listCountedViews = cache(async ({ actor, tenant }: Desk): Promise<CountedView[]> => {
  const views = await listViews(actor);
  return Promise.all(
    views.map(async (view) => {
      const question = { split: "all", q: view.query, currency: tenant.currency } as const;
      const { rows, nextCursor } = await listInbox(actor, { ...question, limit: mostCounted });
      return { ...view, count: nextCursor ? `${mostCounted}+` : String(rows.length) };
    }),
  );
});
