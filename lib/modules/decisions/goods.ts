import { recordAudit } from "@/lib/modules/audit/audit";
import { lockRefundsOf } from "@/lib/modules/refunds/commands";
import { findHolds, releaseRefunds } from "@/lib/modules/refunds/holds";
import type { Actor } from "@/lib/platform/actor";
import { asActor, type Transaction } from "@/lib/platform/db";
import { demand, mayRecordGoods, mayWaiveGoods, type Permission } from "./policy";
import type { Decide, Decision } from "./schema";
import { conflictWith, lockDecision } from "./write";

/**
 * Notes that what was sent is back, and lets its refund go.
 * @throws DomainError `conflict` when nothing waits for goods, `forbidden` when the actor may not
 */
export const recordGoodsBackIn = (tx: Transaction, actor: Actor, input: Decide): Promise<Decision> =>
  endWait(tx, actor, input, { action: "decision.goods_back", permission: mayRecordGoods(actor) });

export const recordGoodsBack = (actor: Actor, input: Decide): Promise<Decision> =>
  asActor(actor, (tx) => recordGoodsBackIn(tx, actor, input));

/** Lets a refund go although the goods are not back, for a reason. @throws DomainError as `recordGoodsBackIn` */
export const waiveGoods = (actor: Actor, input: Decide): Promise<Decision> =>
  asActor(actor, (tx) =>
    endWait(tx, actor, input, { action: "decision.goods_waived", permission: mayWaiveGoods(actor) }),
  );

type Ending = Readonly<{ action: "decision.goods_back" | "decision.goods_waived"; permission: Permission }>;

async function endWait(
  tx: Transaction,
  actor: Actor,
  input: Decide,
  { action, permission }: Ending,
): Promise<Decision> {
  const { decision } = await lockDecision(tx, actor, input, ["awaiting_approval", "approved"]);
  demand(permission);
  const refundIds = (await lockRefundsOf(tx, actor.tenantId, decision.id)).map(({ id }) => id);
  const holds = await findHolds(tx, actor.tenantId, refundIds);
  if (!refundIds.some((id) => holds.get(id)?.has("goods_back"))) {
    throw conflictWith(decision, "Nothing waits for goods here any more.");
  }
  await releaseRefunds(tx, actor.tenantId, refundIds, "goods_back");
  await recordAudit(tx, actor, {
    action,
    subjectType: "decision",
    subjectId: decision.id,
    detail: { caseId: decision.caseId, note: input.note },
  });
  return decision;
}
