import { type Actor, actorId } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { auditLog } from "./tables";

type Entry = Readonly<{
  action: string;
  subjectType: "case" | "decision" | "refund" | "effect" | "tenant" | "order" | "member" | "api_key";
  subjectId: string;
  detail?: Record<string, unknown>;
}>;

/** Records `entry` inside `tx`, so it exists if and only if the act it reports was committed. */
export async function recordAudit(tx: Transaction, actor: Actor, entry: Entry): Promise<void> {
  await tx.insert(auditLog).values({
    id: newId(),
    tenantId: actor.tenantId,
    actorKind: actor.kind,
    actorId: actorId(actor),
    actorName: actor.name,
    ...entry,
  });
}
