import "server-only";
import { desc, eq } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import type { MemberActor } from "@/lib/platform/actor";
import { readAs } from "@/lib/platform/db";
import { findInboxCounts } from "./counts";
import { holdEditLock } from "./edit-lock";
import type { CaseLive, Doing, LiveAnswer } from "./live-schema";
import { beatOf } from "./presence";
import { findProjection } from "./projection";
import { findPulse, type Pulse } from "./pulse";
import type { CaseProjection, InboxCounts } from "./schema";
import { cases } from "./tables";

export type LiveQuestion = Readonly<{
  caseId?: string | undefined;
  doing: Doing;
  /** The tab that asks; without it nobody's turn to decide is taken. */
  tab?: string | undefined;
  mayTakeLock?: boolean;
}>;

/**
 * What a tab of the desk hears: from memory and one call to Redis a second for its whole tenant while nothing
 * changes, from the database while Redis is out of reach.
 * @returns undefined when the actor may not see the case they ask for
 */
export async function findLive(actor: MemberActor, question: LiveQuestion): Promise<LiveAnswer | undefined> {
  const { caseId, doing } = question;
  // Nobody is shown as present on a case before it is certain that they may see it.
  if (caseId && !(await findKnownProjection(actor, caseId))) return undefined;
  const pulse = await findPulse(actor.tenantId, caseId ? beatOf(actor, caseId, doing) : undefined);
  const revision = pulse?.revision ?? (await findDatabaseRevision(actor));
  const [counts, caseLive] = await Promise.all([
    findCounts(actor, revision),
    caseId ? findCaseLive(actor, { ...question, caseId }, revision, pulse) : undefined,
  ]);
  return caseId && !caseLive ? undefined : { revision, counts, caseLive };
}

async function findCaseLive(
  actor: MemberActor,
  question: LiveQuestion & { caseId: string },
  revision: string,
  pulse: Pulse | undefined,
): Promise<CaseLive | undefined> {
  const { caseId, doing, tab, mayTakeLock = false } = question;
  const [projection, lock] = await Promise.all([
    findProjectionAt(actor, caseId, revision, pulse),
    doing === "decision" && tab ? holdEditLock(actor, caseId, { tab, mayTake: mayTakeLock }) : undefined,
  ]);
  const others = (pulse?.viewers.get(caseId) ?? []).filter(({ userId }) => userId !== actor.userId);
  return projection && { caseId, projection, viewers: others, lock };
}

type Projected = Readonly<{
  revision: string;
  position: number;
  projection: Promise<CaseProjection | undefined>;
}>;
const projections = new LRUCache<string, Projected>({ max: 20_000, ttl: 60_000 });
// Before every position: what was read without one is read again.
const nowhere = -1;

const findKnownProjection = (actor: MemberActor, caseId: string): Promise<CaseProjection | undefined> =>
  projections.get(`${actor.tenantId}:${caseId}`)?.projection ??
  findProjectionAt(actor, caseId, "", undefined);

// Hash and stream change in one step, so a projection that was read after its position is good until the next event
// of its case; one without a hash comes from the database, and its next event brings the hash.
function findProjectionAt(
  actor: MemberActor,
  caseId: string,
  revision: string,
  pulse: Pulse | undefined,
): Promise<CaseProjection | undefined> {
  const key = `${actor.tenantId}:${caseId}`;
  const known = projections.get(key);
  const isCurrent =
    known?.revision === revision || (known && pulse && !pulse.hasChanged(caseId, known.position));
  if (known && isCurrent) return known.projection;
  const projection = findProjection(actor, caseId).then((found) => {
    if (!found) projections.delete(key);
    return found && withoutSource(found);
  });
  projection.catch(() => projections.delete(key));
  projections.set(key, { revision, position: pulse?.position ?? nowhere, projection });
  return projection;
}

const withoutSource = ({ source: _, ...projection }: CaseProjection & { source: string }): CaseProjection =>
  projection;

type Counted = Readonly<{
  revision: string;
  countedAt: number;
  isFinal: boolean;
  counts: Promise<InboxCounts>;
}>;
const countsOfActors = new LRUCache<string, Counted>({ max: 20_000, ttl: 60_000 });
const countEveryMs = 3_000;

// Counts follow a little behind: at most one count every few seconds while events pour in, and one more after the
// last event, because its count may have been taken before every cache had heard of it.
function findCounts(actor: MemberActor, revision: string): Promise<InboxCounts> {
  const key = `${actor.tenantId}:${actor.userId}`;
  const known = countsOfActors.get(key);
  const isCurrent = known?.revision === revision && known.isFinal;
  const now = performance.now();
  if (known && (isCurrent || now - known.countedAt < countEveryMs)) return known.counts;
  const counts = findInboxCounts(actor);
  counts.catch(() => countsOfActors.delete(key));
  const isFinal = known?.revision === revision;
  countsOfActors.set(key, { revision, countedAt: now, isFinal, counts });
  return counts;
}

const databaseRevisions = new LRUCache<string, Promise<string>>({ max: 10_000, ttl: 1_000 });

async function findDatabaseRevision(actor: MemberActor): Promise<string> {
  const known = databaseRevisions.get(actor.tenantId);
  if (known) return known;
  const revision = readAs(actor, (db) => [
    db
      .select({ updatedAt: cases.updatedAt })
      .from(cases)
      .where(eq(cases.tenantId, actor.tenantId))
      .orderBy(desc(cases.updatedAt))
      .limit(1),
  ]).then(([[newest]]) => `database-${newest?.updatedAt.getTime() ?? 0}`);
  revision.catch(() => databaseRevisions.delete(actor.tenantId));
  databaseRevisions.set(actor.tenantId, revision);
  return revision;
}
