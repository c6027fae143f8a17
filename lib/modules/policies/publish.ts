import "server-only";
import { sql } from "drizzle-orm";
import { recordAudit } from "@/lib/modules/audit/audit";
import type { MemberActor } from "@/lib/platform/actor";
import { hashOf } from "@/lib/platform/canonical";
import { asActor, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import type { PublishPolicy } from "./draft-schema";
import { mayPublishPolicy, mayUnschedulePolicy } from "./policy";
import { findPolicyInForce } from "./queries";
import {
  demand,
  type LockedVersion,
  lockVersion,
  moveIntoForce,
  moveVersion,
  requireRevision,
  requireState,
} from "./versions";

/**
 * Puts a version in force, at once or at a start to come, as the second person. What was in force is superseded in the
 * same commit.
 * @throws DomainError conflict when the draft, or what it replaces, is no longer what was read
 */
export const publishPolicy = (actor: MemberActor, input: PublishPolicy): Promise<void> =>
  asActor(actor, async (tx) => {
    const version = await lockVersion(tx, actor, input.versionId);
    requireState(version, ["draft", "scheduled"]);
    demand(mayPublishPolicy(actor, version));
    requireRevision(version, input.revision);
    await requireReplaced(tx, actor.tenantId, input.replacesNumber);
    const publisher = { publishedById: actor.userId, publishedByName: actor.name };
    if (input.startsAt !== undefined)
      return schedule(tx, actor, version, { ...publisher, at: input.startsAt });
    await moveIntoForce(tx, actor, version, { ...publisher, startsAt: sql`clock_timestamp()` });
  });

/** Takes back a start that has not come yet: the version is a draft again, and anybody may publish it anew. Repeatable. */
export const unschedulePolicy = (actor: MemberActor, versionId: string): Promise<void> =>
  asActor(actor, async (tx) => {
    const version = await lockVersion(tx, actor, versionId);
    if (version.state === "draft") return;
    requireState(version, ["scheduled"]);
    demand(mayUnschedulePolicy(actor, version));
    const revision = version.revision + 1;
    await moveVersion(tx, version, {
      state: "draft",
      revision,
      publishedById: null,
      publishedByName: null,
      startsAt: null,
    });
    await recordAudit(tx, actor, {
      action: "policy.unscheduled",
      subjectType: "policy_version",
      subjectId: version.id,
      detail: { number: version.number },
      before: { state: "scheduled", startsAt: version.startsAt },
      after: { state: "draft", startsAt: null },
    });
  });

async function schedule(
  tx: Transaction,
  actor: MemberActor,
  version: LockedVersion,
  start: Readonly<{ publishedById: string; publishedByName: string; at: string }>,
): Promise<void> {
  const { at, ...publisher } = start;
  const startsAt = new Date(at);
  if (!(await isAhead(tx, startsAt))) {
    throw new DomainError("invalid", "Choose a start that is still to come, within a year; or publish now.", {
      field: "startsAt",
    });
  }
  await moveVersion(tx, version, { state: "scheduled", ...publisher, startsAt });
  await recordAudit(tx, actor, {
    action: "policy.scheduled",
    subjectType: "policy_version",
    subjectId: version.id,
    detail: { number: version.number, documentHash: hashOf(version.document) },
    before: { state: version.state, startsAt: version.startsAt },
    after: { state: "scheduled", startsAt },
  });
}

async function requireReplaced(tx: Transaction, tenantId: string, number: number | undefined): Promise<void> {
  if (number === undefined) return;
  const inForce = await findPolicyInForce(tx, tenantId);
  if (inForce.number === number) return;
  throw new DomainError(
    "conflict",
    `Version ${inForce.number} came into force meanwhile. Compare with it first.`,
    {
      more: { inForce: inForce.number },
    },
  );
}

// By the database's clock, like everything that compares with it later.
async function isAhead(tx: Transaction, moment: Date | null): Promise<boolean> {
  if (!moment || Number.isNaN(moment.getTime())) return false;
  const isWithinYears = moment.getUTCFullYear() > 1970 && moment.getUTCFullYear() < 9_999;
  if (!isWithinYears) return false;
  const [row] = await tx.execute<{ is_ahead: boolean }>(sql`
    select ${moment.toISOString()}::timestamptz between now() and now() + interval '1 year' as is_ahead`);
  return row?.is_ahead ?? false;
}
