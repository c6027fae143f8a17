import { z } from "zod";
import { type Actor, actorId } from "@/lib/platform/actor";
import { cached, forgetCached } from "@/lib/platform/cache";
import { countInbox } from "./inbox/queries";
import { type InboxCounts, inboxSplits } from "./schema";

const group = "inbox-counts";
const maxAgeSeconds = 10;
const stored = z.record(z.enum(inboxSplits), z.number().int().nonnegative());

/** How many cases each split of the actor's inbox holds: fresh after every decision and event, else at most 10 s old. */
export const findInboxCounts = (actor: Actor): Promise<InboxCounts> =>
  cached(
    { tenantId: actor.tenantId, group, name: actorId(actor) ?? "system" },
    maxAgeSeconds,
    (value) => stored.safeParse(value).data,
    () => countInbox(actor),
  );

/** Cases of the tenant changed. Call it after the commit. */
export const forgetInboxCounts = (tenantId: string): Promise<void> => forgetCached({ tenantId, group });
