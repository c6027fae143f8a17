import { showParked } from "@/lib/modules/incidents/parked";
import { consumeEvent } from "@/lib/modules/outbox/consume";
import { type ConsumerGroup, consumerGroups, type StoredEvent } from "@/lib/modules/outbox/schema";
import { acknowledge, type Delivery, hush, listRings, readStream } from "@/lib/modules/outbox/streams";
import { crashPoint } from "@/lib/platform/crash-points";
import { logger } from "@/lib/platform/logger";
import { handlersByGroup } from "./events";
import { startLoop } from "./loop";
import { heldShards } from "./relay";

const readCount = 50;

/** Records the effects of one event for a group, whatever way it came. */
export async function consume(group: ConsumerGroup, event: StoredEvent): Promise<void> {
  const result = await consumeEvent(group, event, handlersByGroup[group], (tx, stuck) =>
    showParked(tx, group, stuck),
  );
  if (result === "parked" || result === "failing") {
    logger.error({ group, eventId: event.id, type: event.type, result }, "event could not be handled");
  }
}

async function consumeRung(group: ConsumerGroup): Promise<boolean> {
  const rings = await listRings(group, heldShards());
  for (const ring of rings) {
    // Pending first: what was delivered before a crash is older than anything new.
    const pending = await takeIn(group, ring.tenantId, "pending");
    const fresh = await takeIn(group, ring.tenantId, "new");
    if (pending < readCount && fresh < readCount) await hush(group, ring);
  }
  return rings.length > 0;
}

async function takeIn(group: ConsumerGroup, tenantId: string, which: "pending" | "new"): Promise<number> {
  const deliveries = await readStream(group, tenantId, which, readCount);
  for (const { event } of deliveries) {
    if (event?.tenantId === tenantId) await consume(group, event);
  }
  if (deliveries.some(hasEffectRow(group))) crashPoint("after_effect_row_before_ack");
  // Whatever could not be handled now is in the inbox as failing or missing there: the sweep brings it again.
  await acknowledge(
    group,
    tenantId,
    deliveries.map((delivery) => delivery.streamId),
  );
  return deliveries.length;
}

const hasEffectRow = (group: ConsumerGroup) => (delivery: Delivery) =>
  group === "billing-cg" && delivery.event?.type === "decision.approved";

// Each group has its own loop, so that one that is stuck delays no other.
export function startConsumers() {
  const loops = consumerGroups.map((group) =>
    startLoop(group, { busyMs: 2, idleMs: 25 }, () => consumeRung(group)),
  );
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}
