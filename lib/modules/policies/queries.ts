import "server-only";
import { and, desc, eq, inArray, lte, or, sql } from "drizzle-orm";
import type { Actor } from "@/lib/platform/actor";
import { readAs, type Transaction } from "@/lib/platform/db";
import type { PolicyVersion, PolicyVersionRow } from "./schema";
import { policyVersions } from "./tables";
import { basicPolicy } from "./templates/basic";

const versionColumns = {
  id: policyVersions.id,
  number: policyVersions.number,
  title: policyVersions.title,
  document: policyVersions.document,
} as const;

const rowColumns = {
  id: policyVersions.id,
  number: policyVersions.number,
  title: policyVersions.title,
  note: policyVersions.note,
  state: policyVersions.state,
  document: policyVersions.document,
  basedOnNumber: policyVersions.basedOnNumber,
  revision: policyVersions.revision,
  createdById: policyVersions.createdById,
  createdByName: policyVersions.createdByName,
  publishedByName: policyVersions.publishedByName,
  startsAt: policyVersions.startsAt,
  supersededAt: policyVersions.supersededAt,
  createdAt: policyVersions.createdAt,
  updatedAt: policyVersions.updatedAt,
} as const;

/**
 * The version that bounds a tenant's decisions now; the product's own, number 0, while it has published none. A
 * scheduled one counts from its start, whether or not the worker has turned the page yet.
 */
export async function findPolicyInForce(tx: Transaction, tenantId: string): Promise<PolicyVersion> {
  const [found] = await tx
    .select(versionColumns)
    .from(policyVersions)
    .where(
      and(
        eq(policyVersions.tenantId, tenantId),
        or(
          eq(policyVersions.state, "published"),
          and(eq(policyVersions.state, "scheduled"), lte(policyVersions.startsAt, sql`now()`)),
        ),
      ),
    )
    // What is due is newer than what is published: publishing turns every page that is due first.
    .orderBy(
      desc(eq(policyVersions.state, "scheduled")),
      desc(policyVersions.startsAt),
      desc(policyVersions.number),
    )
    .limit(1);
  return found ?? basicPolicy;
}

/** The version of that number, as it can be evaluated; 0 is the product's own. */
export async function findPolicyVersion(
  tx: Transaction,
  tenantId: string,
  number: number,
): Promise<PolicyVersion | undefined> {
  if (number === basicPolicy.number) return basicPolicy;
  const [found] = await tx
    .select(versionColumns)
    .from(policyVersions)
    .where(and(eq(policyVersions.tenantId, tenantId), eq(policyVersions.number, number)));
  return found;
}

/** The tenant's versions, the newest first; discarded drafts are left out. */
export async function listVersions(actor: Actor, limit = 100): Promise<PolicyVersionRow[]> {
  const [rows] = await readAs(actor, (db) => [
    db
      .select(rowColumns)
      .from(policyVersions)
      .where(
        and(
          eq(policyVersions.tenantId, actor.tenantId),
          inArray(policyVersions.state, ["draft", "scheduled", "published", "superseded"]),
        ),
      )
      .orderBy(desc(policyVersions.number))
      .limit(limit),
  ]);
  return rows;
}

export async function findVersion(actor: Actor, versionId: string): Promise<PolicyVersionRow | undefined> {
  const [[found]] = await readAs(actor, (db) => [
    db
      .select(rowColumns)
      .from(policyVersions)
      .where(and(eq(policyVersions.tenantId, actor.tenantId), eq(policyVersions.id, versionId))),
  ]);
  return found;
}
