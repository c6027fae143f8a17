import { type DueWork, listTenantsDue } from "@/lib/modules/access/due";
import { forgetOldAnswers } from "@/lib/modules/access/jobs";
import { tidyAccounts } from "@/lib/modules/accounts/jobs";
import { sealAudit } from "@/lib/modules/audit/jobs";
import { forgetUnsentFiles, tendCases } from "@/lib/modules/cases/jobs";
import { tendApprovals } from "@/lib/modules/decisions/jobs";
import { releaseExpired } from "@/lib/modules/effects/commands";
import { clearIncidents } from "@/lib/modules/incidents/commands";
import { advanceCursor, listUnconsumed } from "@/lib/modules/outbox/consume";
import { createPartitions } from "@/lib/modules/outbox/partitions";
import { listFrozen, listStreams } from "@/lib/modules/outbox/relay";
import { consumerGroups } from "@/lib/modules/outbox/schema";
import { trim } from "@/lib/modules/outbox/streams";
import { publishDuePolicies } from "@/lib/modules/policies/jobs";
import { listTenantsToReconcile, reconcileTenant } from "@/lib/modules/refunds/reconcile";
import { logger } from "@/lib/platform/logger";
import { consume } from "./consumers";
import { describe, startLoop } from "./loop";
import { owner } from "./relay";

const sweepEveryMs = 2_000;
const trimEveryMs = 60_000;
const partitionsEveryMs = 3_600_000;
const tidyEveryMs = 600_000;
const forgetEveryMs = 3_600_000;
const sweepLimit = 200;
// What is written is sealed within a second.
const sealPace = { busyMs: 20, idleMs: 500 };
const incidentPace = { busyMs: 5_000, idleMs: 5_000 };
const clockPace = { busyMs: 1_000, idleMs: 1_000 };

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

/** Does what is due for each tenant. One tenant that fails keeps no other waiting. */
async function forTenantsDue(work: DueWork, act: (tenantId: string) => Promise<unknown>): Promise<boolean> {
  const tenantIds = await listTenantsDue(work);
  for (const tenantId of tenantIds) {
    await act(tenantId).catch((error: unknown) =>
      logger.error({ work, tenantId, error: describe(error) }, "what was due could not be done"),
    );
  }
  return tenantIds.length > 0;
}

/** Compares the books with the provider's, one tenant after the other. */
async function reconcile(): Promise<boolean> {
  for (const tenantId of await listTenantsToReconcile()) {
    await reconcileTenant(tenantId).catch((error: unknown) =>
      logger.error({ tenantId, error: describe(error) }, "the books could not be compared"),
    );
  }
  return false;
}

export function startSchedules() {
  const loops = [
    startLoop("seal", sealPace, () => forTenantsDue("audit", sealAudit)),
    startLoop("policies", clockPace, () => forTenantsDue("policies", publishDuePolicies)),
    startLoop("approvals", clockPace, () => forTenantsDue("approvals", tendApprovals)),
    startLoop("cases", clockPace, () => forTenantsDue("cases", tendCases)),
    startLoop("forget", { busyMs: forgetEveryMs, idleMs: forgetEveryMs }, async () => {
      await forgetOldAnswers();
      await forgetUnsentFiles();
      return false;
    }),
    startLoop("incidents", incidentPace, async () => {
      await clearIncidents();
      return false;
    }),
    startLoop("reconcile", clockPace, reconcile),
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
