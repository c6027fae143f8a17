-- What drizzle-kit does not write for decisions: who holds a key, now with the program behind it.

set local lock_timeout = '5s';
set local statement_timeout = '60s';

update makegood.api_keys set client_id = id where client_id is null;

drop function private.find_api_key(text);
create function private.find_api_key(p_hash text)
returns table (tenant_id uuid, id uuid, client_id uuid, name text, scopes jsonb, is_ai boolean)
language plpgsql security definer set search_path = '' as $$
begin
  update makegood.api_keys k set last_used_at = now()
  where k.hash = p_hash and (k.last_used_at is null or k.last_used_at < now() - interval '1 minute');
  return query
    select k.tenant_id, k.id, coalesce(k.client_id, k.id), k.name, k.scopes, k.is_ai from makegood.api_keys k
    join makegood.tenants t on t.id = k.tenant_id and t.deleted_at is null
    where k.hash = p_hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now());
end $$;
revoke all on function private.find_api_key(text) from public;
grant execute on function private.find_api_key(text) to makegood_user;

-- Behind the app's own check: nobody pays another way, or notes a payout by hand, in a session that proved nothing today.
create function private.guard_refund_proof() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if coalesce(private.claims() ->> 'actor_kind', '') = 'member' and not private.may_move_money() then
    raise exception 'prove again who you are' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger refund_proof_guard before update of state, manual_reference on makegood.refunds
  for each row when (
    (new.state = 'replaced' and old.state <> 'replaced') or new.manual_reference is distinct from old.manual_reference)
  execute function private.guard_refund_proof();

revoke all on function private.guard_refund_proof() from public;
