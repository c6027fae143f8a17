import { listActiveSwitches } from "@/lib/modules/access/settings";
import type { Transaction } from "@/lib/platform/db";
import { findHolds } from "./holds";
import type { Refund } from "./schema";

const lookAgainMs = 30_000;
const soonMs = 1_000;

/** What keeps a scheduled refund from being paid. Without words somebody else shows the reason already. */
export type Obstacle = Readonly<{ delayMs: number; words?: string }>;

export async function findObstacle(tx: Transaction, refund: Refund): Promise<Obstacle> {
  const { tenantId, scheduledFor } = refund;
  const waitMs = scheduledFor ? scheduledFor.getTime() - Date.now() : 0;
  if (scheduledFor && waitMs > 0) {
    const until = scheduledFor.toISOString().slice(0, 19).replace("T", " ");
    return { delayMs: waitMs, words: `It can be taken back until ${until} UTC, and is paid then.` };
  }
  const [stop] = await listActiveSwitches(tx, tenantId);
  if (stop)
    return { delayMs: lookAgainMs, words: `Payouts are stopped by ${stop.placedByName}: ${stop.reason}` };
  const holds = (await findHolds(tx, tenantId, [refund.id])).get(refund.id);
  if (holds?.has("kill_switch"))
    return { delayMs: lookAgainMs, words: "The key that decided this was stopped." };
  if (holds?.has("goods_back"))
    return { delayMs: lookAgainMs, words: "The payout waits until the goods are back." };
  if (holds?.has("restore"))
    return { delayMs: lookAgainMs, words: "Payouts wait until the books are compared." };
  return { delayMs: holds ? lookAgainMs : soonMs };
}
