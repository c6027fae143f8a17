import { findActiveMember } from "@/lib/modules/access/members";
import { changeCaseIn } from "@/lib/modules/cases/change";
import { type LockedCase, lockCases } from "@/lib/modules/cases/commands";
import { forgetInboxCounts } from "@/lib/modules/cases/counts";
import { mayChangeCase } from "@/lib/modules/cases/policy";
import type { CaseChange } from "@/lib/modules/cases/schema";
import { rememberChange, undoEntryOf } from "@/lib/modules/cases/undo";
import type { UndoEntry } from "@/lib/modules/cases/undo-schema";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import type { BulkInput, BulkReport } from "./bulk-schema";

/**
 * Does one thing to many cases in one transaction. A case that may not be changed like this is left as it is, and the
 * report says why.
 */
export async function changeCases(actor: MemberActor, input: BulkInput): Promise<BulkReport> {
  const report = await asActor(actor, async (tx) => {
    const change = await changeOf(tx, actor, input);
    const locked = await lockCases(tx, actor.tenantId, input.caseIds);
    const outcomes = await Promise.all(locked.map((subject) => changeOne(tx, actor, subject, change)));
    const entries = outcomes.flatMap((outcome) => ("entry" in outcome ? [outcome.entry] : []));
    const skipped = outcomes.flatMap((outcome) => ("reason" in outcome ? [outcome] : []));
    return { done: entries.length, skipped, ...(await rememberChange(tx, actor, entries)) };
  });
  await forgetInboxCounts(actor.tenantId);
  return report;
}

async function changeOf(tx: Transaction, actor: MemberActor, input: BulkInput): Promise<CaseChange> {
  switch (input.act) {
    case "assign":
      return { assignee: input.memberId === "none" ? null : await assigneeOf(tx, actor, input.memberId) };
    case "label":
      return { addLabels: [input.label] };
    case "unlabel":
      return { removeLabels: [input.label] };
    case "snooze":
      return { snoozedUntil: input.until };
    case "resolve":
      return { conversation: "resolved" };
    case "spam":
      return { conversation: "spam" };
    case "reopen":
    case "not_spam":
      return { conversation: "open" };
  }
}

async function assigneeOf(tx: Transaction, { tenantId }: MemberActor, memberId: string) {
  const member = await findActiveMember(tx, tenantId, memberId);
  if (!member) throw new DomainError("not_found", "This person does not work here.", { field: "memberId" });
  return { id: member.userId, name: member.name };
}

type Skipped = BulkReport["skipped"][number];

async function changeOne(
  tx: Transaction,
  actor: MemberActor,
  subject: LockedCase,
  change: CaseChange,
): Promise<Skipped | { entry: UndoEntry }> {
  const { number } = subject;
  const permission = mayChangeCase(actor, subject, change);
  if (!permission.allowed) return { number, reason: permission.reason };
  const after = await changeCaseIn(tx, actor, subject, change);
  if (after.version === subject.version) return { number, reason: "It was like this already." };
  return { entry: undoEntryOf(subject, after) };
}
