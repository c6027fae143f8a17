import { tidyAccounts } from "@/lib/modules/accounts/jobs";
import { releaseExpired } from "@/lib/modules/effects/commands";
import { advanceCursor, listUnconsumed } from "@/lib/modules/outbox/consume";
import { createPartitions } from "@/lib/modules/outbox/partitions";
import { listFrozen, listStreams } from "@/lib/modules/outbox/relay";
import { consumerGroups } from "@/lib/modules/outbox/schema";
import { trim } from "@/lib/modules/outbox/streams";
import { consume } from "./consumers";
import { startLoop } from "./loop";
import { owner } from "./relay";

const sweepEveryMs = 2_000;
const trimEveryMs = 60_000;
const partitionsEveryMs = 3_600_000;
const tidyEveryMs = 600_000;
const sweepLimit = 200;

/** The guarantee behind every hint: what the database says is unfinished is driven again, without Redis. */
async function sweep(): Promise<boolean> {
  await releaseExpired();
  for (const stream of await listStreams(owner, "unfinished")) {
    for (const group of consumerGroups) {
      for (const { position } of await listUnconsumed(group, stream.tenantId, sweepLimit)) {
        const [event] = await listFrozen(stream.tenantId, position - 1, 1);
        if (event) await consume(group, event);
      }
      await advanceCursor(group, stream.tenantId);
    }
  }
  return false;
}

async function trimStreams(): Promise<boolean> {
  for (const stream of await listStreams(owner, "all")) {
    if (stream.done > 0) await trim(stream.tenantId, stream.done);
  }
  return false;
}

export function startSchedules() {
  const loops = [
    startLoop("sweep", { busyMs: sweepEveryMs, idleMs: sweepEveryMs }, sweep),
    startLoop("trim", { busyMs: trimEveryMs, idleMs: trimEveryMs }, trimStreams),
    startLoop("partitions", { busyMs: partitionsEveryMs, idleMs: partitionsEveryMs }, async () => {
      await createPartitions();
      return false;
    }),
    startLoop("tidy", { busyMs: tidyEveryMs, idleMs: tidyEveryMs }, async () => {
      await tidyAccounts();
      return false;
    }),
  ];
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}
