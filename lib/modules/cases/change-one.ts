import { findActiveMember } from "@/lib/modules/access/members";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { changeCaseIn } from "./change";
import { lockCase } from "./commands";
import { forgetInboxCounts } from "./counts";
import type { CaseChange } from "./schema";
import { rememberChange, undoEntryOf } from "./undo";

/** What one person does to one case; the owner by their id, null for nobody. */
type OneChange = Omit<CaseChange, "assignee"> & Readonly<{ memberId?: string | null }>;

/**
 * Changes one case as its own page does: whatever somebody else changed meanwhile stays as they left it, because each
 * act touches only what it names.
 * @returns how to take it back; nothing when it was like this already
 * @throws DomainError as `changeCaseIn`, `invalid` for somebody who does not work there
 */
export async function changeCase(
  actor: MemberActor,
  caseId: string,
  { memberId, ...change }: OneChange,
): Promise<{ undoId?: string }> {
  const undo = await asActor(actor, async (tx) => {
    const locked = await lockCase(tx, actor.tenantId, caseId);
    const member = memberId ? await findActiveMember(tx, actor.tenantId, memberId) : undefined;
    if (memberId && (!member || member.role === "viewer")) {
      throw new DomainError("invalid", "This person does not work on cases here.", { field: "memberId" });
    }
    const owner = member ? { id: member.userId, name: member.name } : null;
    const after = await changeCaseIn(tx, actor, locked, {
      ...change,
      ...(memberId === undefined ? {} : { assignee: owner }),
    });
    const isChanged = after.version !== locked.version;
    return rememberChange(tx, actor, isChanged ? [undoEntryOf(locked, after)] : []);
  });
  await forgetInboxCounts(actor.tenantId);
  return undo;
}
