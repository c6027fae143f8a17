-- What drizzle-kit does not write for policies, approvals and the audit chain: forced RLS, grants, and the chain's guard.

set local lock_timeout = '5s';
set local statement_timeout = '60s';

do $$
declare name text;
begin
  foreach name in array array['approval_votes', 'audit_heads', 'delegations', 'disputes', 'kill_switches',
    'payment_methods', 'policy_versions', 'store_credit_entries', 'tenant_settings'] loop
    execute format('alter table makegood.%I force row level security', name);
  end loop;
end $$;

grant select on
  makegood.approval_votes, makegood.audit_heads, makegood.delegations, makegood.disputes, makegood.kill_switches,
  makegood.payment_methods, makegood.policy_versions, makegood.store_credit_entries, makegood.tenant_settings
  to makegood_user, makegood_worker;
grant select on makegood.members to makegood_worker;
grant insert on
  makegood.approval_votes, makegood.delegations, makegood.kill_switches, makegood.payment_methods,
  makegood.policy_versions, makegood.tenant_settings, makegood.customers, makegood.orders, makegood.order_lines,
  makegood.charges
  to makegood_user;
grant insert on makegood.disputes, makegood.store_credit_entries to makegood_user, makegood_worker;
grant insert on makegood.notices, makegood.audit_heads to makegood_worker;

-- The facts of a shop are written by its own source of orders; a decision never changes them.
grant update (name, email, city, country, membership) on makegood.customers to makegood_user;
grant update (status, total_minor, shipping_minor, country, placed_at, delivered_at, updated_at)
  on makegood.orders to makegood_user;
grant update (name, options, quantity, unit_price_minor, category, is_final_sale, sequence)
  on makegood.order_lines to makegood_user;
grant delete on makegood.order_lines to makegood_user;
grant update (kind, label) on makegood.payment_methods to makegood_user;
grant update (state, authorized_minor, captured_minor, disputed_minor) on makegood.charges
  to makegood_user, makegood_worker;
grant update (state, reason, withdrawn_minor, closed_at) on makegood.disputes to makegood_user, makegood_worker;

grant update (revoked_at) on makegood.delegations to makegood_user;
grant update (lifted_at, lifted_by_id, lifted_by_name) on makegood.kill_switches to makegood_user;
grant update (limits, business_hours, approval_hours, hold_seconds, allows_auto_deny, deputy_id, version, updated_at)
  on makegood.tenant_settings to makegood_user;
grant update (title, note, state, document, revision, published_by_id, published_by_name, starts_at, superseded_at,
  updated_at) on makegood.policy_versions to makegood_user, makegood_worker;
grant update (position, previous_hash, hash) on makegood.audit_log to makegood_worker;
grant update (position, hash, sealed_at) on makegood.audit_heads to makegood_worker;

-- Whoever writes an entry cannot say where in the chain it stands, and what is sealed stays as it is.
create function private.guard_audit_log() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    new.position := null;
    new.previous_hash := null;
    new.hash := null;
    return new;
  end if;
  -- Except that the name goes when its account is erased: the seal holds a fingerprint of it, which stays.
  if old.hash is not null and not (
    old.actor_kind = 'member' and new.actor_name = 'Former member'
    and to_jsonb(new) - 'actor_name' = to_jsonb(old) - 'actor_name'
  ) then
    raise exception 'a sealed audit entry cannot be changed' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger audit_log_guard before insert or update on makegood.audit_log
  for each row execute function private.guard_audit_log();

-- A document that was in force is evidence: drafts may change, published words may not.
create function private.guard_policy_version() returns trigger
language plpgsql set search_path = '' as $$
begin
  if old.state <> 'draft' and (new.document is distinct from old.document or new.number <> old.number) then
    raise exception 'a published policy cannot be changed' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger policy_version_guard before update on makegood.policy_versions
  for each row execute function private.guard_policy_version();

-- The tenants for which the worker has something to do by the clock, and what.
create function private.list_tenants_due() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(due), '[]') from (
    select tenant_id, jsonb_agg(distinct what) as what from (
      select tenant_id, 'audit' as what from makegood.audit_log where hash is null
      union all
      select tenant_id, 'approvals' from makegood.approvals
        where state = 'waiting' and (expires_at <= now() or (reminds_at <= now() and reminded_at is null))
      union all
      select tenant_id, 'policies' from makegood.policy_versions where state = 'scheduled' and starts_at <= now()
    ) found group by tenant_id
  ) due
$$;

-- Whose charge a payment is, for what the provider reports without naming a tenant. A payment that two tenants name
-- belongs to the one that knew it first.
create function private.find_charge_tenant(p_provider text, p_payment_id text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select to_jsonb(tenant_id) from makegood.charges
  where provider = p_provider and provider_payment_id = p_payment_id
  order by created_at, id limit 1
$$;

-- Without the tenant in front, for the look-up above.
create index charges_payment on makegood.charges using btree (provider, provider_payment_id);

-- Answers to repeated requests are kept for at least thirty days.
create function private.forget_old_answers() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  forgotten integer;
begin
  delete from makegood.idempotency_keys where created_at < now() - interval '35 days';
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;

revoke all on function
  private.guard_audit_log(), private.guard_policy_version(), private.list_tenants_due(), private.forget_old_answers(),
  private.find_charge_tenant(text, text)
  from public;
grant execute on function private.list_tenants_due(), private.forget_old_answers() to makegood_worker;
grant execute on function private.find_charge_tenant(text, text) to makegood_user;

-- Like the one before it, and takes the name out of policies, votes, delegations and kill switches, too.
create or replace function private.erase_account() returns jsonb
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
  update makegood.policy_versions set created_by_name = 'Former member' where created_by_id = asker;
  update makegood.policy_versions set published_by_name = 'Former member' where published_by_id = asker;
  update makegood.kill_switches set placed_by_name = 'Former member' where placed_by_id = asker;
  update makegood.kill_switches set lifted_by_name = 'Former member' where lifted_by_id = asker;
  update makegood.approval_votes set member_name = 'Former member' where member_id = asker;
  update makegood.delegations set from_name = 'Former member' where from_id = asker;
  update makegood.delegations set to_name = 'Former member' where to_id = asker;
  update makegood.tenant_settings set deputy_id = null where deputy_id = asker;
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
