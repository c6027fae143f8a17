import { and, asc, eq, or, sql } from "drizzle-orm";
import { z } from "zod";
import { longestSearch } from "@/lib/modules/cases/search-words";
import { savedViews } from "@/lib/modules/cases/tables";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor, readAs } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";

/** One person keeps at most so many views: each is counted while its owner works. */
const mostViews = 20;

const name = z.string().trim().min(1, "Give it a name.").max(60, "A name has at most 60 characters.");
const isShared = z.stringbool().default(false);

export const createViewInput = z.strictObject({
  name,
  query: z.string().trim().min(1, "Search for something first.").max(longestSearch),
  isShared,
});
export const changeViewInput = z.strictObject({ viewId: z.uuid(), name, isShared });
export const deleteViewInput = z.strictObject({ viewId: z.uuid() });

export type SavedView = Readonly<{
  id: string;
  name: string;
  query: string;
  isShared: boolean;
  isOwn: boolean;
}>;

/** The member's own views and those that others share, by name. */
export async function listViews(actor: MemberActor): Promise<SavedView[]> {
  const [views] = await readAs(actor, (db) => [
    db
      .select({
        id: savedViews.id,
        name: savedViews.name,
        query: savedViews.query,
        isShared: savedViews.isShared,
        isOwn: sql<boolean>`${savedViews.ownerId} = ${actor.userId}`,
      })
      .from(savedViews)
      .where(
        and(
          eq(savedViews.tenantId, actor.tenantId),
          or(eq(savedViews.ownerId, actor.userId), savedViews.isShared),
        ),
      )
      .orderBy(asc(savedViews.name), asc(savedViews.id))
      .limit(2 * mostViews),
  ]);
  return views;
}

/** @throws DomainError `conflict` when the member has as many views as one may have */
export const createView = (actor: MemberActor, input: z.output<typeof createViewInput>): Promise<string> =>
  asActor(actor, async (tx) => {
    const owned = await tx
      .select({ id: savedViews.id })
      .from(savedViews)
      .where(and(eq(savedViews.tenantId, actor.tenantId), eq(savedViews.ownerId, actor.userId)));
    if (owned.length >= mostViews) {
      throw new DomainError("conflict", `You have ${mostViews} views. Delete one that you do not need.`);
    }
    const id = newId();
    await tx.insert(savedViews).values({ ...input, id, tenantId: actor.tenantId, ownerId: actor.userId });
    return id;
  });

/** @throws DomainError `not_found` for a view that is not the member's own */
export const changeView = (
  actor: MemberActor,
  { viewId, ...change }: z.output<typeof changeViewInput>,
): Promise<void> =>
  asActor(actor, async (tx) => {
    const changed = await tx
      .update(savedViews)
      .set(change)
      .where(ownView(actor, viewId))
      .returning({ id: savedViews.id });
    requireOwn(changed);
  });

/** @throws DomainError `not_found` for a view that is not the member's own */
export const deleteView = (actor: MemberActor, viewId: string): Promise<void> =>
  asActor(actor, async (tx) => {
    requireOwn(await tx.delete(savedViews).where(ownView(actor, viewId)).returning({ id: savedViews.id }));
  });

const ownView = (actor: MemberActor, viewId: string) =>
  and(
    eq(savedViews.tenantId, actor.tenantId),
    eq(savedViews.id, viewId),
    eq(savedViews.ownerId, actor.userId),
  );

function requireOwn(rows: readonly unknown[]): void {
  if (rows.length === 0) throw new DomainError("not_found", "You have no such view.");
}
