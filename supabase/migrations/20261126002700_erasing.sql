-- Erasing takes people out of what came after it, too: files, the words of mails, incoming mail, what an undo would give back.
-- And files that were never sent go after a day.

set local lock_timeout = '5s';
set local statement_timeout = '60s';

-- Where a member's name stands that the tables of accounts and money know nothing of.
create function private.erase_member_in_cases(p_user_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  own record;
begin
  for own in select m.tenant_id, m.name from makegood.members m where m.user_id = p_user_id order by m.tenant_id loop
    update makegood.attachments a set added_by_name = 'Former member'
    where a.tenant_id = own.tenant_id and a.added_by_name = own.name and (a.message_id is null or exists (
      select from makegood.messages m where m.tenant_id = a.tenant_id and m.id = a.message_id and m.author_id = p_user_id));
    -- Who confirmed a file is known by name there, and by id in the log.
    update makegood.attachments a set confirmed_by_name = 'Former member'
    where a.tenant_id = own.tenant_id and a.confirmed_by_name = own.name and exists (
      select from makegood.audit_log l where l.tenant_id = a.tenant_id and l.action = 'attachment.confirmed'
        and l.subject_id = a.case_id and l.actor_id = p_user_id and l.detail ->> 'attachmentId' = a.id::text);
    update makegood.mail_templates set updated_by_name = 'Former member'
    where tenant_id = own.tenant_id and updated_by_name = own.name;
    update makegood.cases set target_before_merge = jsonb_set(jsonb_set(target_before_merge,
      '{before,assigneeName}', 'null'), '{before,assigneeId}', 'null')
    where tenant_id = own.tenant_id and target_before_merge -> 'before' ->> 'assigneeId' = p_user_id::text;
    delete from makegood.undoable_changes
    where tenant_id = own.tenant_id and entries::text like '%' || p_user_id || '%';
  end loop;
  update makegood.messages set author_name = 'Former member' where author_id = p_user_id;
  update makegood.provider_connections set connected_by_name = 'Former member' where connected_by_id = p_user_id;
  update makegood.crm_connections set connected_by_name = 'Former member' where connected_by_id = p_user_id;
  update makegood.incidents set owner_id = null where owner_id = p_user_id;
end $$;

-- Mail of a customer, and what servers said of mail to them.
create function private.erase_customer_mail(p_tenant_id uuid, p_customer_id uuid, p_email text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update makegood.incoming_mails i
  set from_address = '', subject = '', body = '', html = null, reason = null, refused_files = '[]'
  where i.tenant_id = p_tenant_id and (lower(i.from_address) = lower(p_email) or i.case_id in (
    select c.id from makegood.cases c where c.tenant_id = p_tenant_id and c.customer_id = p_customer_id));
  update makegood.effects e set error = 'The mail came back.'
  where e.tenant_id = p_tenant_id and p_email <> '' and strpos(lower(e.error), lower(p_email)) > 0;
  update makegood.cases c set follow_through = (
    select jsonb_agg(case when strpos(lower(step ->> 'error'), lower(p_email)) > 0
      then step || '{"error": "The mail came back."}' else step end)
    from jsonb_array_elements(c.follow_through) step)
  where c.tenant_id = p_tenant_id and c.customer_id = p_customer_id and p_email <> ''
    and strpos(lower(c.follow_through::text), lower(p_email)) > 0;
  update makegood.attachments a set added_by_name = 'Former customer'
  from makegood.customers cu
  where cu.tenant_id = p_tenant_id and cu.id = p_customer_id and a.tenant_id = p_tenant_id
    and a.added_by_name in (cu.name, cu.email) and a.case_id in (
      select c.id from makegood.cases c where c.tenant_id = p_tenant_id and c.customer_id = p_customer_id);
end $$;

create or replace function private.erase_account() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.current_user_id();
  known uuid[];
  orphaned jsonb;
  own record;
begin
  -- While the names are still known. What follows may find that nothing is to be erased: then it all goes back.
  perform private.erase_member_in_cases(asker);
  for own in select c.tenant_id, c.id, c.email from makegood.customers c where c.user_id = asker
    order by c.tenant_id, c.id for update
  loop
    perform private.erase_customer_mail(own.tenant_id, own.id, own.email);
  end loop;
  orphaned := private.erase_member();
  if orphaned = '[]' then perform private.erase_customers(asker); end if;
  return orphaned;
end $$;

revoke all on function
  private.erase_member_in_cases(uuid), private.erase_customer_mail(uuid, uuid, text) from public;

-- A file that somebody added to a message and never sent is kept for a day.
create function private.forget_unsent_files() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  forgotten integer;
begin
  with gone as (
    delete from makegood.attachments a where a.message_id is null and a.created_at < now() - interval '1 day'
    returning a.tenant_id, a.sha256)
  select count(*) into forgotten from gone;
  if forgotten > 0 then
    delete from makegood.attachment_contents t where t.created_at < now() - interval '1 day' and not exists (
      select from makegood.attachments a where a.tenant_id = t.tenant_id and a.sha256 = t.sha256);
  end if;
  return forgotten;
end $$;
revoke all on function private.forget_unsent_files() from public;
grant execute on function private.forget_unsent_files() to makegood_worker;
