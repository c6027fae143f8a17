-- What lets people have events tried again that were parked.

set local lock_timeout = '5s';
set local statement_timeout = '60s';

-- Lets an event of the asker's tenant that was parked, and what waits for it, be consumed as if it were new. The sweep brings
-- it from the database again, so the group's low-water mark goes back before it. Returns the groups in which it was stuck.
create function private.retry_parked_event(p_event_id uuid) returns table (consumer_group text)
language plpgsql security definer set search_path = '' as $$
declare
  tenant uuid := private.staff_tenant_id();
  stuck record;
begin
  for stuck in
    select i.consumer_group as name, i.subject_id from makegood.inbox i
    where i.tenant_id = tenant and i.event_id = p_event_id and i.outcome in ('parked', 'held')
    order by i.consumer_group
  loop
    -- In this order: the consumers of the subject, then whoever moves the mark.
    perform pg_advisory_xact_lock(hashtextextended(stuck.name || ':' || stuck.subject_id, 0));
    perform pg_advisory_xact_lock(hashtextextended('cursor:' || stuck.name || ':' || tenant, 0));
    update makegood.inbox i set outcome = 'failing', failures = 0, error = null, processed_at = now()
    where i.tenant_id = tenant and i.consumer_group = stuck.name and i.subject_id = stuck.subject_id
      and i.outcome in ('parked', 'held');
    continue when not found;
    update makegood.consumer_cursors c set position = least(c.position, (
      select min(i.position) - 1 from makegood.inbox i
      where i.tenant_id = tenant and i.consumer_group = stuck.name and i.subject_id = stuck.subject_id
        and i.outcome = 'failing'))
    where c.tenant_id = tenant and c.consumer_group = stuck.name;
    consumer_group := stuck.name;
    return next;
  end loop;
end $$;

revoke all on function private.retry_parked_event(uuid) from public;
grant execute on function private.retry_parked_event(uuid) to makegood_user;
