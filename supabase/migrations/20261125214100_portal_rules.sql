-- What a customer may see. Everything the portal can read of the database is in this file: a role that inherits nothing,
-- the columns it may read, and which rows. It may write nothing at all; see docs/decisions/013-portal-access.md.

set local lock_timeout = '5s';
set local statement_timeout = '60s';

alter table makegood.guest_links force row level security;
grant select, insert, delete on makegood.guest_links to makegood_user;
grant update (used_at) on makegood.guest_links to makegood_user;

create function private.customer_tenant_id() returns uuid language sql stable set search_path = '' as $$
  select (private.claims() ->> 'tenant_id')::uuid where private.claims() ->> 'actor_kind' = 'customer'
$$;

-- Whoever the shop knows under the mail address that the asker has proved.
create function private.own_customer_ids() returns uuid[] language sql stable set search_path = '' as $$
  select array_agg(id::uuid) from jsonb_array_elements_text(private.claims() -> 'customer_ids') as id
  where private.claims() ->> 'actor_kind' = 'customer'
$$;

-- The one order that a guest may see; null for whoever is signed in.
create function private.guest_order_id() returns uuid language sql stable set search_path = '' as $$
  select (private.claims() ->> 'order_id')::uuid
$$;

revoke all on function
  private.customer_tenant_id(), private.own_customer_ids(), private.guest_order_id() from public;
grant execute on function
  private.claims(), private.customer_tenant_id(), private.own_customer_ids(), private.guest_order_id()
  to makegood_customer;

-- Columns. What is not named here does not exist for a customer: owners, labels, notes, verdicts, limits, attempts.
grant select (id, tenant_id, name, email, city, country, created_at) on makegood.customers to makegood_customer;
grant select (id, tenant_id, customer_id, kind, label) on makegood.payment_methods to makegood_customer;
grant select (id, tenant_id, external_id, customer_id, status, currency, total_minor, shipping_minor, country,
  placed_at, delivered_at) on makegood.orders to makegood_customer;
grant select (id, tenant_id, order_id, name, options, quantity, unit_price_minor, sequence)
  on makegood.order_lines to makegood_customer;
grant select (id, tenant_id, order_id, method_label, currency, captured_minor, created_at)
  on makegood.charges to makegood_customer;
grant select (id, tenant_id, number, customer_id, order_id, subject, conversation, merged_into_id, locale,
  created_at) on makegood.cases to makegood_customer;
grant select (id, tenant_id, case_id, kind, body, created_at) on makegood.messages to makegood_customer;
grant select (id, tenant_id, case_id, message_id, name, media_type, size_bytes, sha256, created_at)
  on makegood.attachments to makegood_customer;
grant select (tenant_id, sha256, content) on makegood.attachment_contents to makegood_customer;
grant select (id, tenant_id, case_id, state, outcome, amount_minor, currency, denial, appeal_of_id, decided_at,
  created_at) on makegood.decisions to makegood_customer;
grant select (id, tenant_id, case_id, decision_id, charge_id, destination_id, state, method, amount_minor, currency,
  provider_refund_id, manual_reference, replaces_id, created_at, submitted_at, settled_at)
  on makegood.refunds to makegood_customer;

-- Rows. Each policy stands on those above it, because what it reads is read under the same role.
create policy own_customers on makegood.customers for select to makegood_customer using (
  tenant_id = (select private.customer_tenant_id()) and id = any ((select private.own_customer_ids())::uuid[]));

create policy own_methods on makegood.payment_methods for select to makegood_customer using (
  tenant_id = (select private.customer_tenant_id())
  and customer_id = any ((select private.own_customer_ids())::uuid[]));

create policy own_orders on makegood.orders for select to makegood_customer using (
  tenant_id = (select private.customer_tenant_id())
  and customer_id = any ((select private.own_customer_ids())::uuid[])
  and id = coalesce((select private.guest_order_id()), id));

create policy lines_of_own_orders on makegood.order_lines for select to makegood_customer using (
  tenant_id = (select private.customer_tenant_id()) and order_id in (select o.id from makegood.orders o));

create policy charges_of_own_orders on makegood.charges for select to makegood_customer using (
  tenant_id = (select private.customer_tenant_id()) and order_id in (select o.id from makegood.orders o));

create policy own_cases on makegood.cases for select to makegood_customer using (
  tenant_id = (select private.customer_tenant_id())
  and customer_id = any ((select private.own_customer_ids())::uuid[])
  and case when (select private.guest_order_id()) is null then true
    else order_id is not distinct from (select private.guest_order_id()) end);

-- Never notes, and never what the desk writes down for itself.
create policy own_conversation on makegood.messages for select to makegood_customer using (
  tenant_id = (select private.customer_tenant_id()) and kind in ('customer', 'reply')
  and case_id in (select c.id from makegood.cases c));

-- A file belongs to a message once it was sent with it.
create policy sent_files on makegood.attachments for select to makegood_customer using (
  tenant_id = (select private.customer_tenant_id()) and not is_staff_only
  and message_id in (select m.id from makegood.messages m));

create policy contents_of_sent_files on makegood.attachment_contents for select to makegood_customer using (
  tenant_id = (select private.customer_tenant_id()) and sha256 in (select a.sha256 from makegood.attachments a));

-- What the customer was told or asked, not what is still being thought about.
create policy told_decisions on makegood.decisions for select to makegood_customer using (
  tenant_id = (select private.customer_tenant_id())
  and (state in ('approved', 'denied', 'appealed', 'revoked') or (state = 'proposed' and outcome = 'need_info'))
  and case_id in (select c.id from makegood.cases c));

-- Set aside is not promised. What was canceled counts only where the promise still stands: then it did not arrive.
create policy promised_refunds on makegood.refunds for select to makegood_customer using (
  tenant_id = (select private.customer_tenant_id()) and state <> 'reserved'
  and decision_id in (
    select d.id from makegood.decisions d where refunds.state <> 'canceled' or d.state = 'approved'));

-- What the portal shows of a shop before anybody is known: its name, and the zone its days begin in.
create function private.find_portal(p_slug text)
returns table (tenant_id uuid, name text, locale text, time_zone text)
language sql stable security definer set search_path = '' as $$
  select t.id, t.name, t.locale, coalesce(s.business_hours ->> 'timeZone', 'UTC')
  from makegood.tenants t left join makegood.tenant_settings s on s.tenant_id = t.id
  where t.slug = p_slug and t.deleted_at is null
$$;

-- The asker's own customers of a shop: those with the mail address that the asker has confirmed, and no others. Whoever
-- can read the address now takes the place of whoever could before.
create function private.claim_customers(p_tenant_id uuid) returns table (id uuid, is_new boolean)
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.current_user_id();
  address text;
begin
  select lower(u.email) into address from auth.users u
  where u.id = asker and u.email_confirmed_at is not null and u.email <> '';
  if address is null then return; end if;
  return query
    with claimed as (
      update makegood.customers c set user_id = asker
      where c.tenant_id = p_tenant_id and lower(c.email) = address and c.user_id is distinct from asker
      returning c.id)
    select c.id, exists (select from claimed where claimed.id = c.id)
    from makegood.customers c where c.tenant_id = p_tenant_id and lower(c.email) = address
    order by c.created_at, c.id;
end $$;

-- Is money for the asker still on its way? Then there is somebody to tell.
create function private.is_owed_refund() returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from makegood.refunds r
    join makegood.cases c on c.tenant_id = r.tenant_id and c.id = r.case_id
    join makegood.customers cu on cu.tenant_id = c.tenant_id and cu.id = c.customer_id
    where cu.user_id = private.current_user_id()
      and r.state in ('reserved', 'scheduled', 'submitting', 'pending', 'requires_action', 'unknown'))
$$;

-- Takes a person out of what shops know of them as their customer. Orders, decisions, refunds and the ledger stay, because
-- they have to, and name nobody any more.
create function private.erase_customers(p_user_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  own record;
begin
  for own in select c.tenant_id, c.id, c.name, c.email from makegood.customers c where c.user_id = p_user_id
    order by c.tenant_id, c.id for update
  loop
    update makegood.messages m set
      body = case when m.kind in ('customer', 'reply') then 'Erased at the customer''s request.'
        else replace(replace(m.body, own.name, 'the customer'), own.email, 'the customer') end,
      author_name = case when m.kind = 'customer' then 'Former customer' else m.author_name end
    where m.tenant_id = own.tenant_id and m.case_id in (
      select c.id from makegood.cases c where c.tenant_id = own.tenant_id and c.customer_id = own.id);
    delete from makegood.attachments a
    where a.tenant_id = own.tenant_id and not a.is_staff_only and a.case_id in (
      select c.id from makegood.cases c where c.tenant_id = own.tenant_id and c.customer_id = own.id);
    delete from makegood.attachment_contents t
    where t.tenant_id = own.tenant_id and not exists (
      select from makegood.attachments a where a.tenant_id = t.tenant_id and a.sha256 = t.sha256);
    update makegood.cases set subject = 'Erased at the customer''s request', preview = ''
    where tenant_id = own.tenant_id and customer_id = own.id;
    delete from makegood.notices n where n.tenant_id = own.tenant_id and lower(n.email) = lower(own.email);
    update makegood.customers
    set name = 'Former customer', email = '', city = null, country = null, membership = null, user_id = null
    where tenant_id = own.tenant_id and id = own.id;
  end loop;
end $$;

revoke all on function
  private.find_portal(text), private.claim_customers(uuid), private.is_owed_refund(), private.erase_customers(uuid)
  from public;
grant execute on function
  private.find_portal(text), private.claim_customers(uuid), private.is_owed_refund() to makegood_user;

-- Like the one before it, and takes the person out of what shops know of them as a customer, too.
alter function private.erase_account() rename to erase_member;
revoke all on function private.erase_member() from makegood_user;
create function private.erase_account() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.current_user_id();
  orphaned jsonb := private.erase_member();
begin
  if orphaned = '[]' then perform private.erase_customers(asker); end if;
  return orphaned;
end $$;
revoke all on function private.erase_account() from public;
grant execute on function private.erase_account() to makegood_user;
