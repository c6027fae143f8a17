-- Asked by a policy of the next migration; what it reads is made there.

set local lock_timeout = '5s';
set local statement_timeout = '60s';

-- A person votes within the working day of their proof, up to the sum that the approval names; beyond it they have proved
-- within ten minutes that it is still them. Programs are bounded elsewhere.
create function private.may_vote(p_tenant_id uuid, p_approval_id uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  proved timestamptz;
  asked record;
  voted bigint;
begin
  if private.claims() ->> 'actor_kind' <> 'member' then return true; end if;
  proved := private.proved_at();
  if proved is null or proved <= now() - interval '8 hours' then return false; end if;
  if proved > now() - interval '10 minutes' then return true; end if;
  select d.amount_minor, d.currency, a.step_up_minor into asked
  from makegood.approvals a join makegood.decisions d on d.tenant_id = a.tenant_id and d.id = a.decision_id
  where a.tenant_id = p_tenant_id and a.id = p_approval_id;
  if not found then return false; end if;
  select coalesce(sum(d.amount_minor), 0) into voted
  from makegood.approval_votes v
  join makegood.approvals a on a.tenant_id = v.tenant_id and a.id = v.approval_id
  join makegood.decisions d on d.tenant_id = a.tenant_id and d.id = a.decision_id
  where v.tenant_id = p_tenant_id and v.member_id = private.current_user_id() and v.voted_at >= proved
    and d.currency = asked.currency;
  return voted + asked.amount_minor <= coalesce(asked.step_up_minor, 0);
end $$;

revoke all on function private.may_vote(uuid, uuid) from public;
grant execute on function private.may_vote(uuid, uuid) to makegood_user;
