import { type Job, Queue, Worker } from "bullmq";
import { syncCrm } from "@/lib/modules/crm/jobs";
import { reviewApprovals } from "@/lib/modules/decisions/jobs";
import {
  claimEffect,
  type Dispatch,
  dispatchDue,
  renewLease,
  undispatch,
} from "@/lib/modules/effects/commands";
import { type Effect, type EffectKind, effectKinds } from "@/lib/modules/effects/schema";
import { sendCustomerMail, sendNotice } from "@/lib/modules/mail/jobs";
import { payRefund } from "@/lib/modules/refunds/jobs";
import { defineHop } from "@/lib/platform/hops";
import { logger } from "@/lib/platform/logger";
import { metrics } from "@/lib/platform/metrics";
import { connectQueueRedis } from "@/lib/platform/redis";
import { describe, startLoop } from "./loop";

const queueHop = defineHop({ name: "redis.queue", kind: "redis", budgetMs: 20, timeoutMs: 1_000 });
const prefix = "{makegood}";
const dispatchLimit = 200;
const renewEveryMs = 1_000;
// A worker that stands still may have swallowed the queue's wake-up call; the others look by themselves after this.
const queueWaitSeconds = 1;

const jobsByKind: Record<EffectKind, (effect: Effect) => Promise<void>> = {
  payout: payRefund,
  mail: sendCustomerMail,
  crm: syncCrm,
  notice: sendNotice,
  review: reviewApprovals,
};

const concurrency: Record<EffectKind, number> = { payout: 8, mail: 8, crm: 8, notice: 8, review: 1 };

/** Runs one hint of the queue. Everything it relies on is in the database, so a hint may come twice or never. */
async function run(hint: Dispatch): Promise<void> {
  const effect = await claimEffect(hint);
  if (!effect) return;
  const heartbeat = setInterval(() => {
    renewLease(effect).catch((error) =>
      logger.warn({ effectId: effect.id, error: describe(error) }, "lease not renewed"),
    );
  }, renewEveryMs);
  try {
    await jobsByKind[effect.kind](effect);
    metrics.effects.inc({ kind: effect.kind, outcome: "ended" });
  } catch (error) {
    // Nothing was written down: the lease runs out and the next holder finds out how far this one came.
    metrics.effects.inc({ kind: effect.kind, outcome: "lost" });
    logger.error(
      { effectId: effect.id, kind: effect.kind, error: describe(error) },
      "effect left without an ending",
    );
  } finally {
    clearInterval(heartbeat);
  }
}

export function startEffects() {
  const connection = connectQueueRedis();
  const queues = new Map<EffectKind, Queue<Dispatch>>();
  const workers: Worker<Dispatch>[] = [];
  for (const kind of effectKinds) {
    const queue = new Queue<Dispatch>(kind, { connection, prefix });
    const worker = new Worker<Dispatch>(kind, (job: Job<Dispatch>) => run(job.data), {
      connection: connectQueueRedis(),
      prefix,
      concurrency: concurrency[kind],
      drainDelay: queueWaitSeconds,
    });
    queue.on("error", () => undefined);
    worker.on("error", () => undefined);
    queues.set(kind, queue);
    workers.push(worker);
  }
  const dispatching = startLoop("dispatch", { busyMs: 5, idleMs: 100 }, async () => {
    const due = await dispatchDue(dispatchLimit);
    if (due.length > 0) await enqueue(queues, due);
    return due.length > 0;
  });
  return {
    stop: async () => {
      await dispatching.stop();
      await Promise.all(workers.map((worker) => worker.close()));
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      connection.disconnect();
    },
  };
}

// The attempts cover failures before the work began; once it did, its ending is written in the database.
async function enqueue(
  queues: ReadonlyMap<EffectKind, Queue<Dispatch>>,
  due: readonly Dispatch[],
): Promise<void> {
  for (const kind of effectKinds) {
    const own = due.filter((dispatch) => dispatch.kind === kind);
    const queue = queues.get(kind);
    if (!queue || own.length === 0) continue;
    try {
      await queueHop(() =>
        queue.addBulk(
          own.map((dispatch) => ({
            name: kind,
            data: dispatch,
            opts: {
              jobId: `${dispatch.id}-${dispatch.dispatchNo}`,
              attempts: 3,
              backoff: { type: "exponential", delay: 200 },
              removeOnComplete: true,
              removeOnFail: true,
            },
          })),
        ),
      );
    } catch (error) {
      logger.warn({ kind, count: own.length, error: describe(error) }, "the queue did not take the hints");
      await undispatch(own);
    }
  }
}
