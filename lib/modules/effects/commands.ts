import { and, eq, inArray, sql } from "drizzle-orm";
import { asRelay, type Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { type Effect, type EffectKind, maxAttempts, retryDelayMs } from "./schema";
import { effects } from "./tables";

type NewEffect = Pick<
  Effect,
  "tenantId" | "caseId" | "eventId" | "eventSeq" | "kind" | "destination" | "subjectId" | "template"
>;

/** Records that something has to be done outside, once per event, kind and template. */
export async function queueEffect(tx: Transaction, effect: NewEffect): Promise<void> {
  await tx
    .insert(effects)
    .values({ id: newId(), ...effect })
    .onConflictDoNothing();
}

export type Dispatch = Readonly<{ id: string; tenantId: string; kind: EffectKind; dispatchNo: number }>;

const inFlightPerDestination = 8;
// Longer than a hint waits in a healthy queue; after it the hint counts as lost and a new one is given.
const dispatchSeconds = 5;

/**
 * Picks effects that are due, round-robin over tenants and at most a few in flight for each destination, and marks
 * them as handed to the queue. An effect waits for the earlier ones of its case, kind and destination.
 */
export async function dispatchDue(limit: number): Promise<Dispatch[]> {
  const rows = await asRelay((tx) =>
    tx.execute<{ id: string; tenant_id: string; kind: EffectKind; dispatch_no: number }>(sql`
      with due as (
        select e.tenant_id, e.id, e.destination,
          row_number() over (partition by e.tenant_id, e.destination order by e.next_run_at, e.event_seq) as turn
        from (select * from makegood.effects
          where state in ('queued', 'retrying') and next_run_at <= now()
            and (dispatched_until is null or dispatched_until < now())
          order by next_run_at limit 2000) e
        where ${noEarlierOpen(sql`e`)}),
      busy as (
        select tenant_id, destination, count(*) as running from makegood.effects
        where state = 'running' or (state in ('queued', 'retrying') and dispatched_until >= now())
        group by tenant_id, destination),
      chosen as (
        select due.tenant_id, due.id from due left join busy using (tenant_id, destination)
        where due.turn + coalesce(busy.running, 0) <= ${inFlightPerDestination}
        order by due.turn limit ${limit})
      update makegood.effects e
      set dispatch_no = dispatch_no + 1, dispatched_until = now() + make_interval(secs => ${dispatchSeconds})
      from chosen where e.tenant_id = chosen.tenant_id and e.id = chosen.id
        and e.state in ('queued', 'retrying') and (e.dispatched_until is null or e.dispatched_until < now())
      returning e.id, e.tenant_id, e.kind, e.dispatch_no`),
  );
  return rows.map((row) => ({
    id: row.id,
    tenantId: row.tenant_id,
    kind: row.kind,
    dispatchNo: Number(row.dispatch_no),
  }));
}

const noEarlierOpen = (effect: ReturnType<typeof sql>) => sql`
  not exists (select from makegood.effects earlier
    where earlier.tenant_id = ${effect}.tenant_id and earlier.case_id = ${effect}.case_id
      and earlier.kind = ${effect}.kind and earlier.destination = ${effect}.destination
      and earlier.event_seq < ${effect}.event_seq and earlier.state not in ('done', 'skipped'))`;

/** Hints that could not reach the queue are forgotten, so that they are given again soon. */
export async function undispatch(dispatches: readonly Dispatch[]): Promise<void> {
  await asRelay((tx) =>
    tx.execute(sql`
      update makegood.effects e set dispatched_until = now() + interval '500 milliseconds'
      from jsonb_to_recordset(${JSON.stringify(dispatches)}::jsonb) as d("tenantId" uuid, id uuid, "dispatchNo" int)
      where e.tenant_id = d."tenantId" and e.id = d.id and e.dispatch_no = d."dispatchNo"`),
  );
}

const leaseSeconds = 3;

/**
 * Takes the effect for one try, if this hint is the newest and nobody else has it.
 * @returns undefined when there is nothing to do: the hint is old, or the effect is done or taken
 */
export async function claimEffect(hint: Dispatch): Promise<Effect | undefined> {
  const leaseToken = newId();
  const rows = await asRelay((tx) =>
    tx
      .update(effects)
      .set({
        state: "running",
        attempts: sql`${effects.attempts} + 1`,
        leaseToken,
        leaseUntil: sql`now() + make_interval(secs => ${leaseSeconds})`,
      })
      .where(
        and(
          eq(effects.tenantId, hint.tenantId),
          eq(effects.id, hint.id),
          eq(effects.dispatchNo, hint.dispatchNo),
          sql`${effects.state} in ('queued', 'retrying')`,
          noEarlierOpen(sql`"effects"`),
        ),
      )
      .returning(),
  );
  return rows[0];
}

/** Keeps the effect while its work goes on. @returns false when the lease is lost: somebody else may have it */
export async function renewLease(effect: Effect): Promise<boolean> {
  const rows = await asRelay((tx) =>
    tx
      .update(effects)
      .set({ leaseUntil: sql`now() + make_interval(secs => ${leaseSeconds})` })
      .where(held(effect))
      .returning({ id: effects.id }),
  );
  return rows.length > 0;
}

const held = (effect: Effect) =>
  and(
    eq(effects.tenantId, effect.tenantId),
    eq(effects.id, effect.id),
    effect.leaseToken === null ? undefined : eq(effects.leaseToken, effect.leaseToken),
    eq(effects.state, "running"),
  );

type Ending =
  | Readonly<{ state: "done"; providerId?: string | undefined }>
  | Readonly<{ state: "skipped"; reason: string }>
  /** `counts: false` for waiting that is nobody's failure: such tries never make the effect dead. */
  | Readonly<{ state: "retrying"; error: string; delayMs?: number; counts?: boolean }>
  | Readonly<{ state: "dead"; error: string }>;

/** How a try ended, as it was written down. `nextRunAt` only for a retry. */
export type EndedEffect = Readonly<{ state: Ending["state"]; nextRunAt: Date | undefined }>;

/**
 * Writes down how a try ended. A retry beyond the last one makes the effect dead, so that it stands in red.
 * @returns undefined when the lease was lost and somebody else goes on
 */
export async function endTry(
  tx: Transaction,
  effect: Effect,
  ending: Ending,
): Promise<EndedEffect | undefined> {
  const exhausted = ending.state === "retrying" && ending.counts !== false && effect.attempts >= maxAttempts;
  const state = exhausted ? "dead" : ending.state;
  const delayMs = ending.state === "retrying" ? (ending.delayMs ?? retryDelayMs(effect.attempts)) : 0;
  const nextRunAt = new Date(Date.now() + delayMs);
  const rows = await tx
    .update(effects)
    .set({
      state,
      leaseToken: null,
      leaseUntil: null,
      dispatchedUntil: null,
      nextRunAt: sql`now() + make_interval(secs => ${delayMs / 1_000})`,
      error: "error" in ending ? ending.error : null,
      ...("providerId" in ending && ending.providerId ? { providerId: ending.providerId } : {}),
      ...("reason" in ending ? { skippedReason: ending.reason } : {}),
      ...(state === "done" || state === "skipped" || state === "dead" ? { finishedAt: new Date() } : {}),
    })
    .where(held(effect))
    .returning({ id: effects.id });
  if (rows.length === 0) return undefined;
  return { state, nextRunAt: state === "retrying" ? nextRunAt : undefined };
}

/** Effects whose holder died: whoever runs them next has to find out how far it came. @returns how many */
export async function releaseExpired(): Promise<number> {
  const rows = await asRelay((tx) =>
    tx.execute(sql`
      update makegood.effects
      set state = 'retrying', lease_token = null, lease_until = null, dispatched_until = null, next_run_at = now()
      where state = 'running' and lease_until < now()
      returning id`),
  );
  return rows.length;
}

/** Lets what waited or was given up run again at once: the reason why it could not is gone. */
export async function makeDue(
  tx: Transaction,
  { tenantId, kind }: Readonly<{ tenantId: string; kind: EffectKind }>,
  subjectIds: readonly string[],
): Promise<void> {
  if (subjectIds.length === 0) return;
  await tx
    .update(effects)
    .set({ state: "retrying", nextRunAt: sql`now()`, dispatchedUntil: null, finishedAt: null, error: null })
    .where(
      and(
        eq(effects.tenantId, tenantId),
        eq(effects.kind, kind),
        inArray(effects.subjectId, [...subjectIds]),
        inArray(effects.state, ["queued", "retrying", "dead"]),
      ),
    );
}

/** Is any effect of this kind of the case not finished? Replies belong to no decision. Call it while holding the case. */
export async function hasOpenEffects(tx: Transaction, caseId: string, kind: EffectKind): Promise<boolean> {
  const [row] = await tx.execute<{ open: boolean }>(sql`
    select exists (select from makegood.effects
      where case_id = ${caseId} and kind = ${kind} and template <> 'reply'
        and state not in ('done', 'skipped')) as open`);
  return row?.open ?? false;
}
