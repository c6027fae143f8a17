-- What the policies know of whoever acts. The server builds the claims inside each transaction.
create schema if not exists makegood;
create schema if not exists private;
revoke all on schema makegood, private from public;
grant usage on schema makegood, private to makegood_user, makegood_worker;

create function private.claims() returns jsonb language sql stable set search_path = '' as $$
  select coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb
$$;

create function private.current_user_id() returns uuid language sql stable set search_path = '' as $$
  select (private.claims() ->> 'sub')::uuid where private.claims() ->> 'actor_kind' in ('member', 'visitor')
$$;

-- The tenant whose staff, keys or verified provider events act; null for customers and visitors.
create function private.staff_tenant_id() returns uuid language sql stable set search_path = '' as $$
  select (private.claims() ->> 'tenant_id')::uuid where private.claims() ->> 'actor_kind' in ('member', 'key', 'system')
$$;

-- The tenant the worker acts for; null while it relays.
create function private.acting_tenant_id() returns uuid language sql stable set search_path = '' as $$
  select (private.claims() ->> 'tenant_id')::uuid where private.claims() ->> 'actor_kind' = 'system'
$$;

revoke all on all functions in schema private from public;
grant execute on all functions in schema private to makegood_user, makegood_worker, makegood_owner;
