import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { StoredEvent } from "@/lib/modules/outbox/schema";
import { say } from "./stack/progress";
import { surroundingParts } from "./stack/stack";
import { createTestStack, withCleanUp } from "./stack/test-run";

// What a thousand open tabs cost: `npm run bench:live`. Each tab has a case in view and asks what changed; the old way
// asks the database, the new way the memory of the process and Redis. Both take turns in one run, because other load
// on the machine comes and goes: compare the ratios.
const tabs = 1_000;
// As many at a time as one process answers while tabs ask every two seconds.
const atOnce = 50;
const rounds = 6;
const ways = ["old", "new"] as const;
const tenants = ["in which nothing happens", "with an event a round"] as const;

const { values } = parseArgs({ options: { json: { type: "string" } } });

await withCleanUp(async () => {
  const stack = await createTestStack();
  Object.assign(process.env, stack.env);
  await stack.start(surroundingParts);
  const figures = await bench();
  for (const { way, tenant, perSecond, redisCalls, databaseCalls } of figures) {
    say(
      `${way} way, tenant ${tenant.padEnd(25)} ${String(perSecond).padStart(6)} questions/s; ${tabs} of them cost` +
        ` ${String(redisCalls).padStart(5)} Redis calls and ${String(databaseCalls).padStart(5)} database calls`,
    );
  }
  if (values.json)
    writeFileSync(values.json, `${JSON.stringify({ figures, tabs, node: process.version })}\n`);
  return 0;
});

async function bench() {
  const { ask, announce, spent, close } = await openDesk();
  await announce();
  const totals = new Map<string, { questions: number; ms: number; redis: number; database: number }>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const tenant of tenants) {
      for (const way of ways) {
        if (tenant === tenants[1]) await announce();
        const before = await spent();
        const from = performance.now();
        for (let at = 0; at < tabs; at += atOnce) {
          await Promise.all(Array.from({ length: atOnce }, (_, next) => ask(way, at + next)));
        }
        const ms = performance.now() - from;
        const after = await spent();
        // The first round only warms up.
        if (round === 0) continue;
        const total = totals.get(`${way}|${tenant}`) ?? { questions: 0, ms: 0, redis: 0, database: 0 };
        totals.set(`${way}|${tenant}`, {
          questions: total.questions + tabs,
          ms: total.ms + ms,
          redis: total.redis + after.redis - before.redis,
          database: total.database + after.database - before.database,
        });
      }
    }
  }
  await close();
  return [...totals].map(([name, { questions, ms, redis, database }]) => {
    const [way = "", tenant = ""] = name.split("|");
    const per = (calls: number) => Math.round((calls * tabs) / questions);
    const perSecond = Math.round((questions * 1_000) / ms);
    return { way, tenant, perSecond, redisCalls: per(redis), databaseCalls: per(database) };
  });
}

// Imported once the stack's addresses are known: the platform reads them as it loads.
async function openDesk() {
  const { findLive } = await import("@/lib/modules/cases/live");
  const { countInbox } = await import("@/lib/modules/cases/inbox/queries");
  const { findProjection } = await import("@/lib/modules/cases/projection");
  const { closeDatabase } = await import("@/lib/platform/db");
  const { metrics } = await import("@/lib/platform/metrics");
  const { durableRedis, closeRedis } = await import("@/lib/platform/redis");
  const { until } = await import("@/lib/testing/until");
  await until("Redis answers", () => durableRedis.status === "ready");
  const { shop, caseIds, announce, close } = await fillDesk();
  const people = [shop.agent, shop.lead, shop.secondLead, shop.finance];

  return {
    announce,
    ask: async (way: (typeof ways)[number], tab: number) => {
      const actor = people[tab % people.length] ?? shop.agent;
      const caseId = caseIds[tab] ?? "";
      if (way === "new") await findLive(actor, { caseId, doing: "viewing" });
      else await Promise.all([countInbox(actor), findProjection(actor, caseId)]);
    },
    spent: async () => {
      const { values: samples } = await metrics.hopSeconds.get();
      const counts = samples.filter(({ metricName }) => metricName?.endsWith("_count"));
      const callsOf = (kind: string) =>
        counts
          .filter(({ labels }) => String(labels.hop).startsWith(kind))
          .reduce((sum, { value }) => sum + value, 0);
      return { redis: callsOf("redis."), database: callsOf("database.") };
    },
    close: async () => {
      closeRedis();
      await closeDatabase();
      await close();
    },
  };
}

async function fillDesk() {
  const { createShop, openCase, owner } = await import("@/lib/testing/shop");
  const { publish } = await import("@/lib/modules/outbox/streams");
  const { newId } = await import("@/lib/platform/ids");
  const shop = await createShop();
  const { caseId } = await openCase(shop, [4_210]);
  await owner`
    insert into makegood.cases (id, tenant_id, number, customer_id, order_id, subject, follow_through)
    select gen_random_uuid(), tenant_id, number + n, customer_id, order_id, subject, follow_through
    from makegood.cases, generate_series(1, ${tabs - 1}) n where id = ${caseId}`;
  const rows = await owner<{ id: string }[]>`
    select id from makegood.cases where tenant_id = ${shop.tenantId}`;
  let position = 0;
  const announce = async () => {
    const event: StoredEvent = {
      ...{
        id: newId(),
        tenantId: shop.tenantId,
        subjectId: caseId,
        eventSeq: 1,
        subjectType: "case" as const,
      },
      ...{ position: position + 1, type: "case.changed", schemaVersion: 1, payload: {} },
      ...{ traceparent: null, occurredAt: new Date() },
    };
    await publish(shop.tenantId, position, [{ event, caseHash: undefined }]);
    position += 1;
  };
  return { shop, announce, caseIds: rows.map(({ id }) => id), close: () => owner.end() };
}
