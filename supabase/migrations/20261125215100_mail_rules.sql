-- What drizzle-kit does not write for mail: forced RLS, grants, and whose an address is.

set local lock_timeout = '5s';
set local statement_timeout = '60s';

do $$
declare name text;
begin
  foreach name in array array['incoming_mails', 'mail_templates'] loop
    execute format('alter table makegood.%I force row level security', name);
  end loop;
end $$;

grant select, insert on makegood.incoming_mails to makegood_user;
grant select, insert, delete on makegood.mail_templates to makegood_user;
grant update (subject, body, version, updated_by_name, updated_at) on makegood.mail_templates to makegood_user;
grant select on makegood.mail_templates to makegood_worker;
-- The id under which a reply went out is known once it went.
grant update (mail_id) on makegood.messages to makegood_worker;

-- Mail comes in before a tenant is known. It learns no more than whose an address is that it names already; that a case
-- is named with our signature was checked before.
create function private.find_mail_tenants(p_targets jsonb)
returns table (tenant_id uuid, locale text, case_id uuid)
language sql stable security definer set search_path = '' as $$
  with target as (
    select t.kind, t.value, case when t.kind = 'case' then t.value::uuid end as case_id
    from jsonb_to_recordset(p_targets) as t (kind text, value text)
  )
  select t.id, t.locale, c.id
  from target
  left join makegood.cases c on c.id = target.case_id
  join makegood.tenants t on t.deleted_at is null and (
    t.id = c.tenant_id
    or (target.kind = 'slug' and t.slug = target.value)
    or (target.kind = 'address' and t.mail_address = target.value))
$$;
revoke all on function private.find_mail_tenants(jsonb) from public;
grant execute on function private.find_mail_tenants(jsonb) to makegood_user;
