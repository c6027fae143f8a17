-- Asked by policies of the next migration; what they read is made there.

set local lock_timeout = '5s';
set local statement_timeout = '60s';

create function private.current_session_id() returns uuid language sql stable set search_path = '' as $$
  select (private.claims() ->> 'session_id')::uuid
$$;

-- When the person last proved who they are in this session: by their second factor if they have one, else by password.
create function private.proved_at() returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
declare
  proof record;
begin
  select s.factor_verified_at, s.password_verified_at,
    exists (select from makegood.second_factors f where f.user_id = s.user_id and f.confirmed_at is not null) as has_factor
  into proof
  from makegood.sessions s
  where s.id = private.current_session_id() and s.user_id = private.current_user_id() and s.kind = 'full';
  if not found then return null; end if;
  return case when proof.has_factor then proof.factor_verified_at else proof.password_verified_at end;
end $$;

-- Keys and the product itself are bounded elsewhere; a person must have proved themselves within the working day.
create function private.may_move_money() returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return private.claims() ->> 'actor_kind' <> 'member'
    or coalesce(private.proved_at() > now() - interval '8 hours', false);
end $$;

-- An admin of the tenant by today's membership, not by the claim, whose second factor is at most ten minutes old.
create function private.is_fresh_admin() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (
      select from makegood.members m join makegood.tenants t on t.id = m.tenant_id
      where m.tenant_id = private.staff_tenant_id() and m.user_id = private.current_user_id()
        and m.role = 'admin' and m.disabled_at is null and t.deleted_at is null)
    and exists (select from makegood.second_factors f
      where f.user_id = private.current_user_id() and f.confirmed_at is not null)
    and coalesce(private.proved_at() > now() - interval '10 minutes', false);
end $$;

revoke all on function
  private.current_session_id(), private.proved_at(), private.may_move_money(), private.is_fresh_admin() from public;
grant execute on function
  private.current_session_id(), private.proved_at(), private.may_move_money(), private.is_fresh_admin() to makegood_user;
