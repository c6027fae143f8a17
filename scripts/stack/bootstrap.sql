-- Roles and schemas of the product. Run once per database by its administrator; repeatable. The passwords of the
-- logins are set apart from this.
do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('makegood_owner', 'login'),
      -- The rights of every actor of the product. Supabase's own logins cannot assume it.
      ('makegood_user', 'nologin'),
      -- The rights of a customer in the portal: a few columns of their own rows, to read.
      ('makegood_customer', 'nologin'),
      -- The web's login has no rights of its own: who forgets to say who acts may do nothing.
      ('makegood_app', 'login noinherit'),
      ('makegood_worker', 'login')
    ) as roles (name, options)
  loop
    if not exists (select from pg_catalog.pg_roles where rolname = wanted.name) then
      execute format('create role %I %s', wanted.name, wanted.options);
    end if;
  end loop;
  execute format('grant create on database %I to makegood_owner', current_database());
end $$;

grant makegood_user, makegood_customer to makegood_app;
-- A real Supabase project hides its tables of users behind row-level security. The owner runs migrations and the
-- functions of the access layer, and is no login of web or worker.
alter role makegood_owner bypassrls;

-- A process that stands still must not hold its locks for ever. An idle timeout would miss one that stops in the middle
-- of a statement.
alter role makegood_app set transaction_timeout = '10s';
alter role makegood_worker set transaction_timeout = '5s';

create schema if not exists makegood authorization makegood_owner;
create schema if not exists private authorization makegood_owner;
grant usage on schema makegood, private to makegood_user, makegood_customer, makegood_worker;
-- The extensions that the search needs are made by a migration, where Supabase keeps its own.
create schema if not exists extensions;
grant usage on schema extensions to makegood_owner;
