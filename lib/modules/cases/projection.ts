import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { findLastSeqs } from "@/lib/modules/outbox/outbox";
import { caseKey, type HashFields } from "@/lib/modules/outbox/streams";
import type { Actor } from "@/lib/platform/actor";
import { asTenant, readAs, type Transaction } from "@/lib/platform/db";
import { defineHop } from "@/lib/platform/hops";
import { durableRedis } from "@/lib/platform/redis";
import { type CaseProjection, conversationStates, followThroughSteps, stepStates } from "./schema";
import { cases } from "./tables";

const projectionHop = defineHop({ name: "redis.projection", kind: "redis", budgetMs: 5, timeoutMs: 250 });

const text = z.string().optional();
const projectionHash = z.object({
  seq: z.coerce.number(),
  version: z.coerce.number(),
  conversation: z.enum(conversationStates),
  decision: z.string(),
  refund: z.string(),
  follow_through: z.string().transform((json) =>
    z
      .array(
        z.object({
          step: z.enum(followThroughSteps),
          state: z.enum(stepStates),
          attempts: z.number(),
          by: text,
          at: text,
          providerId: text,
          nextRetryAt: text,
          error: text,
        }),
      )
      .parse(JSON.parse(json)),
  ),
  updated_at: z.string(),
});

/**
 * What the live panel shows of a case: from Redis, or from the database when Redis is missing, behind the row's
 * access rules or out of reach.
 * @returns undefined when the actor may not see such a case
 */
export async function findProjection(
  actor: Actor,
  caseId: string,
): Promise<(CaseProjection & { source: "redis" | "database" }) | undefined> {
  const hash = await readHash(actor.tenantId, caseId);
  if (hash) return { ...hash, source: "redis" };
  const [[found]] = await readAs(actor, (db) => [selectProjections(db, actor.tenantId, [caseId])]);
  return found && { ...found.projection, source: "database" };
}

async function readHash(tenantId: string, caseId: string): Promise<CaseProjection | undefined> {
  try {
    const hash = await projectionHop(() => durableRedis.hgetall(caseKey(tenantId, caseId)));
    const parsed = projectionHash.safeParse(hash);
    if (!parsed.success) return undefined;
    const { follow_through, updated_at, ...rest } = parsed.data;
    return { ...rest, followThrough: follow_through, updatedAt: updated_at };
  } catch {
    // Redis is a copy; without it the case row answers.
    return undefined;
  }
}

/** The projections of several cases as the worker publishes them, by case id. */
export async function listProjections(
  tenantId: string,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, HashFields>> {
  if (caseIds.length === 0) return new Map();
  const rows = await asTenant(tenantId, (tx) => selectProjections(tx, tenantId, [...caseIds]));
  return new Map(rows.map((row) => [row.caseId, hashOf(row.projection)]));
}

async function selectProjections(db: Transaction, tenantId: string, caseIds: string[]) {
  const [seqs, rows] = await Promise.all([
    findLastSeqs(db, tenantId, caseIds),
    db
      .select({
        caseId: cases.id,
        version: cases.version,
        conversation: cases.conversation,
        decision: cases.decision,
        refund: cases.refund,
        followThrough: cases.followThrough,
        updatedAt: cases.updatedAt,
      })
      .from(cases)
      .where(and(eq(cases.tenantId, tenantId), inArray(cases.id, caseIds))),
  ]);
  return rows.map(({ caseId, updatedAt, ...row }) => ({
    caseId,
    projection: {
      ...row,
      seq: seqs.get(caseId) ?? 0,
      updatedAt: updatedAt.toISOString(),
    } satisfies CaseProjection,
  }));
}

const hashOf = (projection: CaseProjection): HashFields => ({
  seq: String(projection.seq),
  version: String(projection.version),
  conversation: projection.conversation,
  decision: projection.decision,
  refund: projection.refund,
  follow_through: JSON.stringify(projection.followThrough),
  updated_at: projection.updatedAt,
});
