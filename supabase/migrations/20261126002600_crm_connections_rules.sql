-- What drizzle-kit does not write for the connection to a CRM: forced RLS and grants.

set local lock_timeout = '5s';
set local statement_timeout = '60s';

alter table makegood.crm_connections force row level security;

grant select on makegood.crm_connections to makegood_user, makegood_worker;
grant insert on makegood.crm_connections to makegood_user;
grant update (url, sealed_secret, connected_by_id, connected_by_name, checked_at, failure)
  on makegood.crm_connections to makegood_user;
