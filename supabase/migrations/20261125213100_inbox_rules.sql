-- What drizzle-kit does not write for the inbox: forced RLS, grants, the search and what the clock does to cases.

set local lock_timeout = '5s';
set local statement_timeout = '60s';

-- Where Supabase keeps extensions, too. Both may be made by the owner of a database.
create schema if not exists extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists btree_gin with schema extensions;

alter table makegood.case_search force row level security;
alter table makegood.undoable_changes force row level security;
grant select, insert on makegood.undoable_changes to makegood_user;
grant update (undone_at) on makegood.undoable_changes to makegood_user;

create index case_search_words on makegood.case_search using gin
  (tenant_id, document, names extensions.gin_trgm_ops);

-- Writes anew what the cases are found by. Of a long message the first 20,000 characters count, of a thread the first
-- 100,000: a tsvector holds a megabyte, and a search must never keep a message from being written.
create function private.index_cases(p_tenant_id uuid, p_case_ids uuid[]) returns void
language sql security definer set search_path = '' as $$
  insert into makegood.case_search (tenant_id, case_id, document, names)
  select c.tenant_id, c.id,
    to_tsvector('simple', known.names)
      || coalesce((select array_to_tsvector(array_agg('label=' || label)) from unnest(c.labels) label), '')
      || to_tsvector('simple', coalesce(thread.words, '')),
    known.names
  from makegood.cases c
  join makegood.customers cu on cu.tenant_id = c.tenant_id and cu.id = c.customer_id
  left join makegood.orders o on o.tenant_id = c.tenant_id and o.id = c.order_id
  cross join lateral (select concat_ws(' ',
    c.subject, '#' || c.number, cu.name, cu.email, o.external_id, array_to_string(c.labels, ' ')) as names) known
  cross join lateral (
    select left(string_agg(left(m.body, 20000), ' ' order by m.created_at), 100000) as words
    from makegood.messages m where m.tenant_id = c.tenant_id and m.case_id = c.id) thread
  where c.tenant_id = p_tenant_id and c.id = any (p_case_ids)
  on conflict (tenant_id, case_id) do update set document = excluded.document, names = excluded.names
$$;

create function private.index_case() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.index_cases(new.tenant_id, array[new.id]);
  return null;
end $$;
create trigger changed_case_is_found after update of subject, labels, customer_id, order_id on makegood.cases
  for each row when ((old.subject, old.labels, old.customer_id, old.order_id)
    is distinct from (new.subject, new.labels, new.customer_id, new.order_id))
  execute function private.index_case();

-- Once for a statement, so that importing thousands is no slower by the case.
create function private.index_new_cases() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.index_cases(a.tenant_id, array_agg(a.id)) from added a group by a.tenant_id;
  return null;
end $$;
create trigger new_case_is_found after insert on makegood.cases referencing new table as added
  for each statement execute function private.index_new_cases();

-- A new message only adds its words, so that a long thread costs no more than a short one.
create function private.index_new_messages() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update makegood.case_search s set document = s.document || a.words
  from (
    select m.tenant_id, m.case_id,
      to_tsvector('simple', left(string_agg(left(m.body, 20000), ' ' order by m.created_at), 100000)) as words
    from added m group by m.tenant_id, m.case_id) a
  where s.tenant_id = a.tenant_id and s.case_id = a.case_id and pg_column_size(s.document) < 200000;
  return null;
end $$;
create trigger new_message_is_found after insert on makegood.messages referencing new table as added
  for each statement execute function private.index_new_messages();

create function private.index_changed_message() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.index_cases(old.tenant_id, array[old.case_id]);
  return null;
end $$;
create trigger changed_message_is_found after update of body or delete on makegood.messages
  for each row execute function private.index_changed_message();

create function private.index_cases_of_customer() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.index_cases(new.tenant_id, array(
    select c.id from makegood.cases c where c.tenant_id = new.tenant_id and c.customer_id = new.id));
  return null;
end $$;
create trigger customer_is_found after update of name, email on makegood.customers
  for each row when ((old.name, old.email) is distinct from (new.name, new.email))
  execute function private.index_cases_of_customer();

select private.index_cases(t.id, array(select c.id from makegood.cases c where c.tenant_id = t.id))
from makegood.tenants t;

-- Cases of the asker's tenant that hold every text and label, by their last message. `@@`, `ilike` and `%>` are not
-- leakproof, so that under row-level security they could not use an index: this function sees all rows and takes the
-- tenant's itself. `p_is_close` looks for names that are nearly written like the texts.
create function private.find_cases_by_words(
  p_texts text[], p_labels text[], p_is_close boolean,
  p_moment timestamptz, p_id uuid, p_is_oldest_first boolean, p_limit integer)
returns table (id uuid, last_message_at timestamptz)
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant uuid := private.staff_tenant_id();
  words tsquery;
  labels tsquery;
  part tsquery;
  entry text;
  whole text := array_to_string(p_texts, ' ');
  pattern text := '%' || regexp_replace(regexp_replace(whole, '([\\%_])', '\\\1', 'g'), '\s+', '%', 'g') || '%';
  side text := case when p_is_oldest_first then '>' else '<' end;
  direction text := case when p_is_oldest_first then 'asc' else 'desc' end;
  matches text := case
    when whole = '' then 'true'
    when p_is_close then 's.names operator(extensions.%>) $8'
    else '(s.document @@ $3 or s.names ilike $4)' end;
begin
  foreach entry in array p_texts loop
    part := case when entry ~ '\s' then phraseto_tsquery('simple', entry) else plainto_tsquery('simple', entry) end;
    continue when numnode(part) = 0;
    -- The beginning of a word finds it: "refu" finds "refunds".
    if entry !~ '\s' then part := (part::text || ':*')::tsquery; end if;
    words := coalesce(words && part, part);
  end loop;
  foreach entry in array p_labels loop
    part := ('''' || replace(replace('label=' || entry, '\', '\\'), '''', '''''') || '''')::tsquery;
    labels := coalesce(labels && part, part);
  end loop;
  if p_is_close then perform set_config('pg_trgm.word_similarity_threshold', '0.45', true); end if;
  -- Planned for these very words: a rare one is looked up, a common one is met soon enough in the order of the list.
  return query execute format($query$
    select c.id, c.last_message_at
    from makegood.case_search s
    join makegood.cases c on c.tenant_id = s.tenant_id and c.id = s.case_id
    where s.tenant_id = $1 and c.tenant_id = $1
      and ($2::tsquery is null or s.document @@ $2)
      and %s
      and ($5::timestamptz is null or (c.last_message_at, c.id) %s ($5, $6))
    order by c.last_message_at %s, c.id %s limit $7 $query$,
    matches, side, direction, direction)
  using tenant, labels, words, pattern, p_moment, p_id, p_limit, whole;
end $$;

-- Looked at each second, so each part has an index of its own.
create or replace function private.list_tenants_due() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(due), '[]') from (
    select tenant_id, jsonb_agg(distinct what) as what from (
      select tenant_id, 'audit' as what from makegood.audit_log where hash is null
      union all
      select tenant_id, 'approvals' from makegood.approvals
        where state = 'waiting' and (expires_at <= now() or (reminds_at <= now() and reminded_at is null))
      union all
      select tenant_id, 'policies' from makegood.policy_versions where state = 'scheduled' and starts_at <= now()
      union all
      select tenant_id, 'cases' from makegood.cases where conversation = 'snoozed' and snoozed_until <= now()
      union all
      select tenant_id, 'cases' from makegood.cases
        where conversation = 'resolved' and resolved_at <= now() - interval '7 days'
          and decision <> 'awaiting_approval' and needs_attention = 0
    ) found group by tenant_id
  ) due
$$;

-- Answers to repeated requests are kept for at least thirty days, what somebody can take back for a day.
create or replace function private.forget_old_answers() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  forgotten integer;
begin
  delete from makegood.undoable_changes where created_at < now() - interval '1 day';
  delete from makegood.idempotency_keys where created_at < now() - interval '35 days';
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;

revoke all on function
  private.index_cases(uuid, uuid[]), private.index_case(), private.index_new_cases(), private.index_new_messages(),
  private.index_changed_message(), private.index_cases_of_customer(),
  private.find_cases_by_words(text[], text[], boolean, timestamptz, uuid, boolean, integer)
  from public;
grant execute on function
  private.find_cases_by_words(text[], text[], boolean, timestamptz, uuid, boolean, integer) to makegood_user;
