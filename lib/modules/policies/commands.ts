import "server-only";
import { eq, max, sql } from "drizzle-orm";
import { recordAudit } from "@/lib/modules/audit/audit";
import type { MemberActor } from "@/lib/platform/actor";
import { hashOf } from "@/lib/platform/canonical";
import { asActor, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import type { DraftPolicy, RollBackPolicy, SavePolicy } from "./draft-schema";
import { mayDiscardPolicy, mayDraftPolicy, mayEditPolicy } from "./policy";
import type { PolicyDocument } from "./schema";
import { policyVersions } from "./tables";
import { findTemplate } from "./template-list";
import {
  demand,
  findLocked,
  lockPolicies,
  lockVersion,
  moveVersion,
  requireRevision,
  requireState,
  rowOf,
} from "./versions";

/** What a draft is known by: send `revision` back when you save or publish it. */
export type Draft = Readonly<{ id: string; number: number; revision: number }>;

/** Begins a new version from a template or from one of the tenant's versions. Nothing is in force by it. */
export const draftPolicy = (actor: MemberActor, input: DraftPolicy): Promise<Draft> =>
  asActor(actor, async (tx) => {
    demand(mayDraftPolicy(actor));
    await lockPolicies(tx, actor.tenantId);
    const { title, note } = input;
    if (input.versionId === undefined) {
      const template = findTemplate(input.template ?? "");
      if (!template) throw new DomainError("not_found", "There is no such template.", { field: "template" });
      return insertDraft(tx, actor, { title, note, document: template.document, basedOnNumber: null });
    }
    const { document, number } = await findLocked(tx, actor.tenantId, input.versionId);
    return insertDraft(tx, actor, { title, note, document, basedOnNumber: number });
  });

/** Begins a new version with the words of one that was in force. Like every version, a second person publishes it. */
export const rollBackPolicy = (actor: MemberActor, { versionId, note }: RollBackPolicy): Promise<Draft> =>
  asActor(actor, async (tx) => {
    demand(mayDraftPolicy(actor));
    await lockPolicies(tx, actor.tenantId);
    const former = await findLocked(tx, actor.tenantId, versionId);
    requireState(former, ["published", "superseded"]);
    const title = `Back to version ${former.number}: ${former.title}`.slice(0, 120);
    return insertDraft(tx, actor, { title, note, document: former.document, basedOnNumber: former.number });
  });

/**
 * Saves what the author changed in a draft.
 * @throws DomainError conflict, with the state it is in now, when it was saved since `revision`
 */
export const savePolicy = (actor: MemberActor, input: SavePolicy): Promise<Draft> =>
  asActor(actor, async (tx) => {
    const version = await lockVersion(tx, actor, input.versionId);
    requireState(version, ["draft"]);
    demand(mayEditPolicy(actor, version));
    requireRevision(version, input.revision);
    const { title, note, document } = input;
    const revision = version.revision + 1;
    await tx
      .update(policyVersions)
      .set({ title, note, document, revision, updatedAt: sql`now()` })
      .where(rowOf(version));
    await recordAudit(tx, actor, {
      action: "policy.edited",
      subjectType: "policy_version",
      subjectId: version.id,
      detail: { number: version.number },
      before: {
        revision: version.revision,
        title: version.title,
        note: version.note,
        documentHash: hashOf(version.document),
      },
      after: { revision, title, note, documentHash: hashOf(document) },
    });
    return { id: version.id, number: version.number, revision };
  });

/** Throws a draft away; its number is not used again. Repeatable. */
export const discardPolicy = (actor: MemberActor, versionId: string): Promise<void> =>
  asActor(actor, async (tx) => {
    const version = await lockVersion(tx, actor, versionId);
    if (version.state === "discarded") return;
    requireState(version, ["draft"]);
    demand(mayDiscardPolicy(actor, version));
    await moveVersion(tx, version, { state: "discarded" });
    await recordAudit(tx, actor, {
      action: "policy.discarded",
      subjectType: "policy_version",
      subjectId: version.id,
      detail: { number: version.number },
      before: { state: "draft" },
      after: { state: "discarded" },
    });
  });

type NewDraft = Readonly<{
  title: string;
  note: string;
  document: PolicyDocument;
  basedOnNumber: number | null;
}>;

async function insertDraft(tx: Transaction, actor: MemberActor, draft: NewDraft): Promise<Draft> {
  const { tenantId } = actor;
  const [last] = await tx
    .select({ number: max(policyVersions.number) })
    .from(policyVersions)
    .where(eq(policyVersions.tenantId, tenantId));
  const version = { id: newId(), number: (last?.number ?? 0) + 1, revision: 1 };
  await tx
    .insert(policyVersions)
    .values({ ...draft, ...version, tenantId, createdById: actor.userId, createdByName: actor.name });
  await recordAudit(tx, actor, {
    action: "policy.drafted",
    subjectType: "policy_version",
    subjectId: version.id,
    detail: { number: version.number, basedOnNumber: draft.basedOnNumber },
    after: { title: draft.title, note: draft.note, documentHash: hashOf(draft.document) },
  });
  return version;
}
