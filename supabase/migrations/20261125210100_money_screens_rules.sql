-- What drizzle-kit does not write for the money screens: forced RLS and grants.

set local lock_timeout = '5s';
set local statement_timeout = '60s';

do $$
declare name text;
begin
  foreach name in array array['incidents', 'reconciliations', 'refund_mismatches'] loop
    execute format('alter table makegood.%I force row level security', name);
  end loop;
end $$;

grant select, insert on makegood.incidents to makegood_user;
grant update (owner_id, note) on makegood.incidents to makegood_user;
grant select on makegood.incidents to makegood_worker;
grant update (cleared_at) on makegood.incidents to makegood_worker;
grant select, insert on makegood.reconciliations to makegood_user, makegood_worker;
-- People ask for a comparison; what came of it only the worker writes.
grant update (requested_at) on makegood.reconciliations to makegood_user;
grant update on makegood.reconciliations to makegood_worker;
grant select on makegood.refund_mismatches to makegood_user, makegood_worker;
grant update (resolved_at, resolved_by_id) on makegood.refund_mismatches to makegood_user;
grant insert, update on makegood.refund_mismatches to makegood_worker;
