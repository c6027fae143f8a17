-- What drizzle-kit does not write for provider connections: forced RLS and grants.

set local lock_timeout = '5s';
set local statement_timeout = '60s';

alter table makegood.provider_connections force row level security;

grant select on makegood.provider_connections to makegood_user, makegood_worker;
grant insert on makegood.provider_connections to makegood_user;
grant update (sealed_key, key_hint, sealed_webhook_secret, is_live, connected_by_id, connected_by_name, checked_at,
  failure, backfill_cursor, backfilled_count, backfilled_at) on makegood.provider_connections to makegood_user;
