-- What drizzle-kit does not write: partitions, grants, forced RLS, ledger balance, functions of the access layer.

create table makegood.outbox_default partition of makegood.outbox default;

-- Makes the partitions of today and the next days; repeatable. Old ones are dropped by the worker's schedule.
create function private.create_outbox_partitions(days_ahead integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  day date;
  made integer := 0;
begin
  for day in select generate_series(current_date, current_date + days_ahead, interval '1 day')::date loop
    if to_regclass(format('makegood.outbox_%s', to_char(day, 'YYYYMMDD'))) is null then
      execute format(
        'create table makegood.outbox_%s partition of makegood.outbox for values from (%L) to (%L)',
        to_char(day, 'YYYYMMDD'), day, day + 1);
      execute format('alter table makegood.outbox_%s enable row level security', to_char(day, 'YYYYMMDD'));
      execute format('alter table makegood.outbox_%s force row level security', to_char(day, 'YYYYMMDD'));
      made := made + 1;
    end if;
  end loop;
  return made;
end $$;
revoke all on function private.create_outbox_partitions(integer) from public;
grant execute on function private.create_outbox_partitions(integer) to makegood_worker;
select private.create_outbox_partitions(2);

insert into makegood.relay_shards (shard) select generate_series(0, 15);

do $$
declare name text;
begin
  for name in select c.relname from pg_catalog.pg_class c
    where c.relnamespace = 'makegood'::regnamespace and c.relkind in ('r', 'p') loop
    execute format('alter table makegood.%I enable row level security', name);
    execute format('alter table makegood.%I force row level security', name);
  end loop;
end $$;

-- Least privilege, by verb. Partitions get no grants: rows are reached through their parent only.
grant select on
  makegood.tenants, makegood.profiles, makegood.members, makegood.api_keys, makegood.idempotency_keys,
  makegood.customers, makegood.orders, makegood.order_lines, makegood.charges, makegood.cases, makegood.messages,
  makegood.decisions, makegood.approvals, makegood.refunds, makegood.refund_attempts, makegood.refund_holds,
  makegood.ledger_entries, makegood.provider_events, makegood.effects, makegood.audit_log,
  makegood.event_subjects, makegood.outbox, makegood.inbox
  to makegood_user, makegood_worker;
grant insert on
  makegood.idempotency_keys, makegood.cases, makegood.messages, makegood.decisions, makegood.approvals,
  makegood.refunds, makegood.refund_attempts, makegood.refund_holds, makegood.ledger_entries,
  makegood.provider_events, makegood.effects, makegood.audit_log, makegood.event_subjects, makegood.outbox
  to makegood_user, makegood_worker;
grant update (reserved_minor, external_refunded_minor) on makegood.charges to makegood_user, makegood_worker;
grant update on
  makegood.cases, makegood.decisions, makegood.approvals, makegood.refunds, makegood.refund_attempts,
  makegood.refund_holds, makegood.effects, makegood.event_subjects
  to makegood_user, makegood_worker;
grant update (name, locale) on makegood.profiles to makegood_user;
grant select, insert, update on
  makegood.tenant_streams, makegood.relay_shards, makegood.relay_batches, makegood.inbox, makegood.consumer_cursors
  to makegood_worker;

-- A posting that does not balance cannot be committed.
create function private.check_posting_balances() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (
    select from makegood.ledger_entries e
    where e.tenant_id = new.tenant_id and e.posting_id = new.posting_id
    group by e.currency having sum(e.amount_minor) <> 0
  ) then
    raise exception 'ledger posting % does not balance', new.posting_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger ledger_posting_balances after insert on makegood.ledger_entries
  deferrable initially deferred for each row execute function private.check_posting_balances();

-- A profile for every Supabase Auth user. It never raises: a failing trigger would refuse the sign-up.
create function private.create_profile() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into makegood.profiles (id, name)
  values (new.id, coalesce(left(new.raw_user_meta_data ->> 'name', 120), ''))
  on conflict (id) do nothing;
  return new;
exception when others then
  return new;
end $$;
create trigger makegood_create_profile after insert on auth.users
  for each row execute function private.create_profile();

-- The access layer asks these before a tenant is known. Each answers about the asker alone.
create function private.list_memberships(p_user_id uuid)
returns table (tenant_id uuid, slug text, tenant_name text, currency text, role text, name text)
language sql stable security definer set search_path = '' as $$
  select t.id, t.slug, t.name, t.currency, m.role, m.name
  from makegood.members m join makegood.tenants t on t.id = m.tenant_id
  left join makegood.profiles p on p.id = m.user_id
  where m.user_id = p_user_id and p_user_id = (private.claims() ->> 'sub')::uuid
    and m.disabled_at is null and p.disabled_at is null
  order by t.name
$$;

create function private.find_api_key(p_hash text)
returns table (tenant_id uuid, id uuid, name text, scopes jsonb, is_ai boolean)
language sql stable security definer set search_path = '' as $$
  select k.tenant_id, k.id, k.name, k.scopes, k.is_ai from makegood.api_keys k
  where k.hash = p_hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
$$;

create function private.session_is_live(p_session_id uuid, p_user_id uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from auth.sessions s where s.id = p_session_id and s.user_id = p_user_id)
$$;

-- Lazy repair for users older than the trigger, and what the account pages show.
create function private.ensure_profile(p_user_id uuid)
returns table (id uuid, name text, role text, disabled_at timestamptz)
language plpgsql security definer set search_path = '' as $$
begin
  if p_user_id is distinct from (private.claims() ->> 'sub')::uuid then return; end if;
  insert into makegood.profiles (id, name)
  select u.id, coalesce(left(u.raw_user_meta_data ->> 'name', 120), '') from auth.users u where u.id = p_user_id
  on conflict do nothing;
  return query select p.id, p.name, p.role, p.disabled_at from makegood.profiles p where p.id = p_user_id;
end $$;

-- For the platform admin page; empty for everyone else.
create function private.list_tenants_for_admin()
returns table (id uuid, slug text, name text, currency text, members bigint, cases bigint, created_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select t.id, t.slug, t.name, t.currency,
    (select count(*) from makegood.members m where m.tenant_id = t.id),
    (select count(*) from makegood.cases c where c.tenant_id = t.id), t.created_at
  from makegood.tenants t
  where exists (
    select from makegood.profiles p
    where p.id = (private.claims() ->> 'sub')::uuid and p.role = 'admin' and p.disabled_at is null)
  order by t.name
$$;

revoke all on function
  private.check_posting_balances(), private.create_profile(), private.list_memberships(uuid),
  private.find_api_key(text), private.session_is_live(uuid, uuid), private.ensure_profile(uuid),
  private.list_tenants_for_admin()
  from public;
grant execute on function
  private.list_memberships(uuid), private.find_api_key(text), private.session_is_live(uuid, uuid),
  private.ensure_profile(uuid), private.list_tenants_for_admin()
  to makegood_user;
