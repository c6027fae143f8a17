import { type SQL, sql } from "drizzle-orm";

const unknownMinutes = 5;
/** From this try on a delivery counts as stuck, though it is tried again by itself: a minute of failures. */
const stuckFromTry = 6;
const longest = 10_000;

const slugOf = (text: SQL) =>
  sql`trim(both '-' from left(regexp_replace(lower(${text}), '[^a-z0-9_]+', '-', 'g'), 60))`;

const noReplacement = sql`not exists (select from makegood.refunds other
  where other.tenant_id = r.tenant_id and other.replaces_id = r.id and other.state = 'reserved')`;

/**
 * Every thing of the tenant that does not go on by itself, each with its cause: a table expression for a `with`. Every
 * part reads a partial index of what is stuck.
 */
export const stuckThings = (tenantId: string): SQL => sql`
  refund_things as (
    select 'payout.unknown' as cause, 'refund' as kind, r.id as subject_id, r.case_id, a.started_at as since,
      r.amount_minor, r.currency, null::text as error
    from makegood.refunds r
    join makegood.refund_attempts a
      on a.tenant_id = r.tenant_id and a.refund_id = r.id and a.generation = r.generation
    where r.tenant_id = ${tenantId} and r.state = 'unknown'
      and a.started_at < now() - make_interval(mins => ${unknownMinutes})
    union all
    select 'payout.failed.' || ${slugOf(sql`coalesce(r.failure_reason, 'unknown')`)}, 'refund', r.id, r.case_id,
      coalesce(r.settled_at, r.created_at), r.amount_minor, r.currency, r.failure_reason
    from makegood.refunds r
    where r.tenant_id = ${tenantId} and r.state in ('failed', 'failed_late') and ${noReplacement}
    union all
    select 'payout.requires_action', 'refund', r.id, r.case_id, coalesce(r.submitted_at, r.created_at),
      r.amount_minor, r.currency, null
    from makegood.refunds r where r.tenant_id = ${tenantId} and r.state = 'requires_action'
    union all
    select case when r.method = 'manual' and r.state = 'scheduled' then 'payout.by_hand'
        when r.replaces_id is not null and r.state = 'reserved' then 'payout.agreement'
        when h.reason is not null then 'payout.held.' || h.reason else 'payout.stopped' end,
      'refund', r.id, r.case_id, coalesce(h.placed_at, r.created_at), r.amount_minor, r.currency, null
    from makegood.refunds r
    left join lateral (select reason, placed_at from makegood.refund_holds
      where tenant_id = r.tenant_id and refund_id = r.id and lifted_at is null order by placed_at limit 1) h on true
    where r.tenant_id = ${tenantId} and r.state in ('reserved', 'scheduled')
      and (h.reason is not null or (r.method = 'manual' and r.state = 'scheduled')
        or (r.replaces_id is not null and r.state = 'reserved')
        or (r.state = 'scheduled' and exists (select from makegood.kill_switches s
          where s.tenant_id = r.tenant_id and s.key_id is null and s.lifted_at is null)))),
  other_things as (
    -- What servers say of a mail that came back differs from mail to mail; the cause is one.
    select case when e.kind = 'mail' and e.error like 'The mail came back:%' then 'mail.bounced'
        else e.kind || '.' || ${slugOf(sql`coalesce(e.error, 'unknown')`)} end as cause, 'effect' as kind, e.id as subject_id,
      e.case_id, e.created_at as since, null::bigint as amount_minor, null::text as currency, e.error
    from makegood.effects e
    where e.tenant_id = ${tenantId} and e.kind in ('mail', 'crm', 'notice')
      and (e.state = 'dead' or (e.state = 'retrying' and e.attempts >= ${stuckFromTry}))
    union all
    -- Once, however many groups cannot handle it. What is held goes on with it, so it is no trouble of its own.
    select 'event.parked', 'event', i.event_id, c.id, min(i.processed_at), null, null, max(i.error)
    from makegood.inbox i
    left join makegood.cases c on c.tenant_id = i.tenant_id and c.id = i.subject_id
    where i.tenant_id = ${tenantId} and i.outcome = 'parked'
    group by i.event_id, c.id
    union all
    select 'charge.overdrawn', 'charge', ch.id, c.id, coalesce(c.updated_at, ch.created_at),
      ch.reserved_minor + ch.external_refunded_minor + ch.disputed_minor - ch.captured_minor, ch.currency, null
    from makegood.charges ch
    left join lateral (select id, updated_at from makegood.cases
      where tenant_id = ch.tenant_id and order_id = ch.order_id order by id desc limit 1) c on true
    where ch.tenant_id = ${tenantId} and ch.state = 'captured'
      and ch.reserved_minor + ch.external_refunded_minor + ch.disputed_minor > ch.captured_minor),
  red_steps as (
    select case when step ->> 'step' = 'approval' then
          case when exists (select from makegood.approvals a where a.tenant_id = c.tenant_id and a.case_id = c.id
            and a.state = 'expired') then 'approval.expired' else 'approval.worse' end
        when step ->> 'error' like 'Double loss risk%' then 'payout.double_loss'
        else 'step.' || (step ->> 'step') end as cause,
      'case' as kind, c.id as subject_id, c.id as case_id, c.updated_at as since, c.amount_minor, c.currency,
      step ->> 'error' as error
    from makegood.cases c, jsonb_array_elements(c.follow_through) step
    where c.tenant_id = ${tenantId} and c.needs_attention > 0 and step ->> 'state' = 'attention'),
  stuck as (
    select * from refund_things union all select * from other_things
    union all
    -- What stands in red for a reason that nothing above names stands here by its step.
    select * from red_steps s where s.cause not like 'step.%'
      or not exists (select from refund_things t where t.case_id = s.case_id)
      and not exists (select from other_things t where t.case_id = s.case_id)
    limit ${longest})`;
