-- What drizzle-kit does not write for accounts: forced RLS, grants, and the few acts that cross from a person to a tenant.

set local lock_timeout = '5s';
set local statement_timeout = '60s';

do $$
declare name text;
begin
  foreach name in array array['invitations', 'notices', 'recovery_codes', 'second_factors', 'sessions'] loop
    execute format('alter table makegood.%I force row level security', name);
  end loop;
end $$;

grant select, insert on makegood.invitations, makegood.notices to makegood_user;
grant update (accepted_at, revoked_at, expires_at, notice_id) on makegood.invitations to makegood_user;
grant update (role, disabled_at) on makegood.members to makegood_user;
grant insert on makegood.api_keys to makegood_user;
grant update (expires_at, revoked_at) on makegood.api_keys to makegood_user;
grant select on makegood.invitations, makegood.notices to makegood_worker;
grant update (email) on makegood.notices to makegood_worker;
grant select, insert on makegood.sessions to makegood_user;
grant update (kind, password_verified_at, factor_verified_at) on makegood.sessions to makegood_user;
grant select, insert, delete on makegood.second_factors, makegood.recovery_codes to makegood_user;
grant update (last_step, confirmed_at) on makegood.second_factors to makegood_user;
grant update (used_at) on makegood.recovery_codes to makegood_user;

-- Like the first one, and it takes over the language that the sign-up form was read in.
create or replace function private.create_profile() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into makegood.profiles (id, name, locale)
  values (new.id, coalesce(left(new.raw_user_meta_data ->> 'name', 120), ''),
    case when new.raw_user_meta_data ->> 'locale' = 'de' then 'de' else 'en' end)
  on conflict (id) do nothing;
  return new;
exception when others then
  return new;
end $$;

-- The address a tenant knows follows the one that was confirmed, and the old address is told, in the same commit.
-- It never raises: that would refuse the change. The tenant is the one that accounts' own events belong to.
create function private.follow_email_change() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  platform constant uuid := '00000000-0000-7000-8000-000000000000';
  notice uuid := gen_random_uuid();
begin
  update makegood.members set email = new.email where user_id = new.id and email <> new.email;
  insert into makegood.notices (id, tenant_id, user_id, email, kind, locale, detail)
  values (notice, platform, new.id, old.email, 'email_changed',
    coalesce((select p.locale from makegood.profiles p where p.id = new.id), 'en'),
    jsonb_build_object('to', new.email));
  insert into makegood.event_subjects (tenant_id, subject_type, subject_id, last_seq)
  values (platform, 'notice', notice, 1);
  insert into makegood.outbox
    (id, tenant_id, shard, subject_type, subject_id, event_seq, type, schema_version, payload)
  values (gen_random_uuid(), platform, 0, 'notice', notice, 1, 'notice.issued', 1,
    jsonb_build_object('noticeId', notice));
  return new;
exception when others then
  return new;
end $$;
create trigger makegood_follow_email_change after update of email on auth.users
  for each row when (old.email <> new.email) execute function private.follow_email_change();

drop function private.list_memberships(uuid), private.session_is_live(uuid, uuid), private.ensure_profile(uuid);

-- Everything about whoever holds this session, in one look; null when it was ended, or opened behind our back, or when
-- its owner is banned or disabled. Notes that the session is in use.
create function private.open_account(p_session_id uuid, p_user_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  result jsonb;
begin
  if p_user_id is distinct from (private.claims() ->> 'sub')::uuid then return null; end if;
  insert into makegood.profiles (id, name)
  select u.id, coalesce(left(u.raw_user_meta_data ->> 'name', 120), '') from auth.users u
  where u.id = p_user_id and not exists (select from makegood.profiles p where p.id = p_user_id)
  on conflict do nothing;

  select jsonb_build_object(
    'name', p.name, 'email', u.email, 'locale', p.locale, 'is_admin', p.role = 'admin', 'kind', s.kind,
    'password_verified_at', s.password_verified_at, 'factor_verified_at', s.factor_verified_at,
    'has_factor', exists (select from makegood.second_factors f where f.user_id = u.id and f.confirmed_at is not null),
    'memberships', coalesce((
      select jsonb_agg(jsonb_build_object('tenant_id', t.id, 'slug', t.slug, 'tenant_name', t.name,
        'currency', t.currency, 'role', m.role, 'name', m.name) order by t.name)
      from makegood.members m join makegood.tenants t on t.id = m.tenant_id
      where m.user_id = u.id and m.disabled_at is null and t.deleted_at is null), '[]'))
  into result
  from makegood.sessions s
  join auth.sessions a on a.id = s.id and a.user_id = s.user_id
  join auth.users u on u.id = s.user_id
  join makegood.profiles p on p.id = u.id
  where s.id = p_session_id and s.user_id = p_user_id and p.disabled_at is null
    and (u.banned_until is null or u.banned_until < now());

  update makegood.sessions set last_used_at = now()
  where id = p_session_id and result is not null and last_used_at < now() - interval '1 minute';
  return result;
end $$;

-- For the mails that a form may cause without saying so. Never shown to whoever asks.
create function private.find_address(p_email text)
returns table (user_id uuid, is_confirmed boolean, locale text)
language sql stable security definer set search_path = '' as $$
  select u.id, u.email_confirmed_at is not null, coalesce(p.locale, 'en')
  from auth.users u left join makegood.profiles p on p.id = u.id
  where lower(u.email) = lower(p_email)
$$;

-- Ends the asker's sessions here and at the auth server: all of them, all but one, or that one alone.
create function private.end_sessions(p_which text, p_session_id uuid) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.current_user_id();
  ended integer;
begin
  delete from makegood.sessions s where s.user_id = asker
    and (p_which = 'all' or (p_which = 'others' and s.id <> p_session_id) or (p_which = 'one' and s.id = p_session_id));
  get diagnostics ended = row_count;
  delete from auth.sessions a where a.user_id = asker
    and (p_which = 'all' or (p_which = 'others' and a.id <> p_session_id) or (p_which = 'one' and a.id = p_session_id));
  return ended;
end $$;

-- A workspace and its first admin. @returns false when the path is taken
create function private.create_tenant(p_id uuid, p_slug text, p_name text, p_currency text) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  founder record;
begin
  select u.id, u.email, p.name, p.locale into founder
  from auth.users u join makegood.profiles p on p.id = u.id
  where u.id = private.current_user_id() and u.email_confirmed_at is not null and p.disabled_at is null;
  if not found then raise exception 'only a confirmed account opens a workspace' using errcode = '42501'; end if;
  insert into makegood.tenants (id, slug, name, currency, locale)
  values (p_id, p_slug, p_name, p_currency, case founder.locale when 'de' then 'de-DE' else 'en-US' end)
  on conflict (slug) do nothing;
  if not found then return false; end if;
  insert into makegood.members (tenant_id, user_id, role, name, email)
  values (p_id, founder.id, 'admin', coalesce(nullif(founder.name, ''), founder.email), founder.email);
  insert into makegood.audit_log (id, tenant_id, actor_kind, actor_id, actor_name, action, subject_type, subject_id)
  values (gen_random_uuid(), p_id, 'member', founder.id, coalesce(nullif(founder.name, ''), founder.email),
    'tenant.created', 'tenant', p_id);
  return true;
end $$;

-- Closes the asker's workspace: nobody opens it any more, and its keys end. What was decided is followed through.
create function private.delete_tenant() returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not private.is_fresh_admin() then raise exception 'not allowed' using errcode = '42501'; end if;
  update makegood.tenants set deleted_at = now() where id = private.staff_tenant_id() and deleted_at is null;
  update makegood.api_keys set revoked_at = now() where tenant_id = private.staff_tenant_id() and revoked_at is null;
  update makegood.invitations set revoked_at = now()
  where tenant_id = private.staff_tenant_id() and accepted_at is null and revoked_at is null;
end $$;

-- What the signed link of an invitation may show.
create function private.find_invitation(p_id uuid)
returns table (id uuid, tenant_name text, slug text, email text, role text, invited_by_name text, state text)
language sql stable security definer set search_path = '' as $$
  select i.id, t.name, t.slug, i.email, i.role, i.invited_by_name,
    case when i.accepted_at is not null then 'accepted'
      when i.revoked_at is not null or t.deleted_at is not null then 'revoked'
      when i.expires_at < now() then 'expired' else 'open' end
  from makegood.invitations i join makegood.tenants t on t.id = i.tenant_id
  where i.id = p_id
$$;

-- Makes the asker a member, if the invitation is open and was sent to the address they confirmed.
create function private.accept_invitation(p_id uuid) returns text
language plpgsql security definer set search_path = '' as $$
declare
  invited record;
  asker record;
begin
  select u.id, u.email, coalesce(nullif(p.name, ''), u.email) as name into asker
  from auth.users u join makegood.profiles p on p.id = u.id
  where u.id = private.current_user_id() and u.email_confirmed_at is not null and p.disabled_at is null;
  if not found then return null; end if;
  update makegood.invitations i set accepted_at = now()
  from makegood.tenants t
  where i.id = p_id and t.id = i.tenant_id and t.deleted_at is null and lower(i.email) = lower(asker.email)
    and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()
  returning i.tenant_id, i.role, t.slug into invited;
  if not found then return null; end if;
  -- Somebody who was disabled comes back with the role they are invited to; nobody's role changes by an invitation.
  insert into makegood.members as m (tenant_id, user_id, role, name, email)
  values (invited.tenant_id, asker.id, invited.role, asker.name, asker.email)
  on conflict (tenant_id, user_id) do update
  set role = excluded.role, email = excluded.email, disabled_at = null where m.disabled_at is not null;
  insert into makegood.audit_log
    (id, tenant_id, actor_kind, actor_id, actor_name, action, subject_type, subject_id, detail)
  values (gen_random_uuid(), invited.tenant_id, 'member', asker.id, asker.name, 'member.joined', 'member', asker.id,
    jsonb_build_object('role', invited.role));
  return invited.slug;
end $$;

-- Erases the asker. Records of money and the audit log keep their ids and lose the name. @returns the workspaces that
-- would be left without an admin; then nothing was erased
create function private.erase_account() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.current_user_id();
  orphaned text[];
  known_as text[];
begin
  select array_agg(t.name order by t.name) into orphaned
  from makegood.members m join makegood.tenants t on t.id = m.tenant_id
  where m.user_id = asker and m.role = 'admin' and m.disabled_at is null and t.deleted_at is null
    and not exists (select from makegood.members other where other.tenant_id = m.tenant_id
      and other.user_id <> asker and other.role = 'admin' and other.disabled_at is null);
  if orphaned is not null then return to_jsonb(orphaned); end if;

  select array_agg(distinct m.name) into known_as from makegood.members m where m.user_id = asker;
  update makegood.audit_log set actor_name = 'Former member' where actor_id = asker;
  update makegood.cases c set follow_through = (
    select jsonb_agg(case when step ->> 'by' = any (known_as) then step || '{"by": "Former member"}' else step end)
    from jsonb_array_elements(c.follow_through) step)
  where known_as is not null and exists (select from makegood.decisions d where d.tenant_id = c.tenant_id
    and d.case_id = c.id and asker in (d.proposed_by_id, d.decided_by_id));
  update makegood.decisions set proposed_by_name = 'Former member' where proposed_by_id = asker;
  update makegood.decisions set decided_by_name = 'Former member' where decided_by_id = asker;
  update makegood.approvals set decided_by_name = 'Former member' where decided_by_id = asker;
  update makegood.invitations set invited_by_name = 'Former member' where invited_by_id = asker;
  delete from makegood.invitations i using auth.users u where u.id = asker and lower(i.email) = lower(u.email);
  update makegood.api_keys set created_by_name = 'Former member' where created_by_id = asker;
  update makegood.cases set assignee_id = null, assignee_name = null where assignee_id = asker;
  update makegood.members set name = 'Former member', email = '', disabled_at = coalesce(disabled_at, now())
  where user_id = asker;
  delete from makegood.notices where user_id = asker;
  delete from makegood.sessions where user_id = asker;
  delete from makegood.second_factors where user_id = asker;
  delete from makegood.recovery_codes where user_id = asker;
  delete from makegood.profiles where id = asker;
  delete from auth.users where id = asker;
  return '[]';
end $$;

-- Who holds this key. Its last use is written down at most once a minute.
drop function private.find_api_key(text);
create function private.find_api_key(p_hash text)
returns table (tenant_id uuid, id uuid, name text, scopes jsonb, is_ai boolean)
language plpgsql security definer set search_path = '' as $$
begin
  update makegood.api_keys k set last_used_at = now()
  where k.hash = p_hash and (k.last_used_at is null or k.last_used_at < now() - interval '1 minute');
  return query
    select k.tenant_id, k.id, k.name, k.scopes, k.is_ai from makegood.api_keys k
    join makegood.tenants t on t.id = k.tenant_id and t.deleted_at is null
    where k.hash = p_hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now());
end $$;

-- For the platform admin: mails about accounts that nobody could deliver.
create function private.count_undelivered_notices() returns bigint
language sql stable security definer set search_path = '' as $$
  select count(*) from makegood.effects e
  where e.kind = 'notice' and e.state = 'dead' and exists (
    select from makegood.profiles p
    where p.id = (private.claims() ->> 'sub')::uuid and p.role = 'admin' and p.disabled_at is null)
$$;

create or replace function private.list_tenants_for_admin()
returns table (id uuid, slug text, name text, currency text, members bigint, cases bigint, created_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select t.id, t.slug, t.name, t.currency,
    (select count(*) from makegood.members m where m.tenant_id = t.id and m.disabled_at is null),
    (select count(*) from makegood.cases c where c.tenant_id = t.id), t.created_at
  from makegood.tenants t
  where t.deleted_at is null and exists (
    select from makegood.profiles p
    where p.id = (private.claims() ->> 'sub')::uuid and p.role = 'admin' and p.disabled_at is null)
  order by t.name
$$;

-- Removes what nobody needs any more: sessions that ended at the auth server, notices older than a year.
create function private.tidy_accounts() returns void
language sql security definer set search_path = '' as $$
  delete from makegood.sessions s where s.created_at < now() - interval '1 day'
    and not exists (select from auth.sessions a where a.id = s.id);
  delete from makegood.notices where created_at < now() - interval '1 year';
$$;

revoke all on function
  private.follow_email_change(), private.open_account(uuid, uuid), private.find_address(text),
  private.end_sessions(text, uuid), private.create_tenant(uuid, text, text, text), private.delete_tenant(),
  private.find_invitation(uuid), private.accept_invitation(uuid), private.erase_account(),
  private.find_api_key(text), private.count_undelivered_notices(), private.tidy_accounts()
  from public;
grant execute on function
  private.open_account(uuid, uuid), private.find_address(text), private.end_sessions(text, uuid),
  private.create_tenant(uuid, text, text, text), private.delete_tenant(), private.find_invitation(uuid),
  private.accept_invitation(uuid), private.erase_account(), private.find_api_key(text),
  private.count_undelivered_notices()
  to makegood_user;
grant execute on function private.tidy_accounts() to makegood_worker;
