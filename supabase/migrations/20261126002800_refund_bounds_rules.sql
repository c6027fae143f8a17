-- Behind the app's own sums: nobody writes down a refund, a replacement or a payout by hand beyond what is set aside for
-- it on its charge. What the provider reports moves other columns, and is always written down.

set local lock_timeout = '5s';
set local statement_timeout = '60s';

create function private.guard_refund_amount() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  aside bigint;
  promised bigint;
begin
  -- The owner arranges what no actor may.
  if coalesce(private.claims() ->> 'actor_kind', '') = '' and private.acting_tenant_id() is null then
    return new;
  end if;
  if tg_op = 'UPDATE' then
    raise exception 'what a refund promises does not change' using errcode = '23514';
  end if;
  if new.amount_minor <= 0 then
    raise exception 'a refund is more than nothing' using errcode = '23514';
  end if;
  if new.replaces_id is not null and not exists (
    select from makegood.refunds r
    where r.tenant_id = new.tenant_id and r.id = new.replaces_id and r.charge_id = new.charge_id
      and r.case_id = new.case_id and r.currency = new.currency and r.amount_minor = new.amount_minor
  ) then
    raise exception 'a replacement is exactly what it replaces' using errcode = '23514';
  end if;
  -- Two that take of one charge queue here.
  select c.reserved_minor into aside from makegood.charges c
  where c.tenant_id = new.tenant_id and c.id = new.charge_id and c.currency = new.currency for update;
  select coalesce(sum(r.amount_minor), 0) into promised from makegood.refunds r
  where r.tenant_id = new.tenant_id and r.charge_id = new.charge_id
    and r.state not in ('canceled', 'failed', 'failed_late', 'replaced');
  if aside is null or promised > aside then
    raise exception 'more is promised than is set aside' using errcode = '23514';
  end if;
  return new;
end $$;
revoke all on function private.guard_refund_amount() from public;

create trigger refund_amount_guard after insert on makegood.refunds
  for each row execute function private.guard_refund_amount();
create trigger refund_amount_fixed before update of amount_minor, currency, charge_id, replaces_id on makegood.refunds
  for each row when (
    (new.amount_minor, new.currency, new.charge_id, new.replaces_id)
      is distinct from (old.amount_minor, old.currency, old.charge_id, old.replaces_id))
  execute function private.guard_refund_amount();
