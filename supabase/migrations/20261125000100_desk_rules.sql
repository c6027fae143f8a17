-- What drizzle-kit does not write for the desk: forced RLS and grants.

set local lock_timeout = '5s';
set local statement_timeout = '60s';

do $$
declare name text;
begin
  foreach name in array array['attachment_contents', 'attachments', 'macros', 'saved_views'] loop
    execute format('alter table makegood.%I force row level security', name);
  end loop;
end $$;

grant select, insert on makegood.attachments, makegood.attachment_contents to makegood_user, makegood_worker;
-- A file is added first and belongs to a message once that is sent.
grant update (message_id, is_staff_only) on makegood.attachments to makegood_user;
grant delete on makegood.attachments to makegood_user;
grant select, insert, update on makegood.macros to makegood_user;
grant select, insert, delete on makegood.saved_views to makegood_user;
grant update (name, query, is_shared) on makegood.saved_views to makegood_user;
grant update (sla) on makegood.tenant_settings to makegood_user;
