import "server-only";
import { changeCaseIn } from "@/lib/modules/cases/change";
import { lockCase } from "@/lib/modules/cases/commands";
import { mayChangeCase } from "@/lib/modules/cases/policy";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { requireSetter } from "./policy";
import { listDrillCases } from "./queries";

/** Resolves the cases of drills that are over. @returns how many; what still needs a person stays open */
export async function resetDrills(actor: MemberActor): Promise<number> {
  requireSetter(actor);
  let count = 0;
  for (const caseId of await listDrillCases(actor)) {
    count += await asActor(actor, async (tx) => {
      const locked = await lockCase(tx, actor.tenantId, caseId);
      const change = { conversation: "resolved" } as const;
      if (!mayChangeCase(actor, locked, change).allowed) return 0;
      await changeCaseIn(tx, actor, locked, change);
      return 1;
    });
  }
  return count;
}
