import type { Sql } from "postgres";
import { noFollowThrough } from "@/lib/modules/cases/schema";
import { newId } from "@/lib/platform/ids";

const mostCases = 20_000;

type Wanted = Readonly<{
  tenantId: string;
  /** At most 20,000. */
  count: number;
  /** Has every twenty-fifth case. */
  assignee?: Readonly<{ userId: string; name: string }>;
  /** Numbers begin after it. */
  afterNumber?: number;
}>;

/**
 * Fills a tenant with cases as a busy shop has them: half are done, one in eight sleeps, few are stuck. Always the same
 * ones, with two messages each, a minute apart.
 */
export async function fillCases(owner: Sql, { tenantId, count, assignee, afterNumber = 100_000 }: Wanted) {
  if (count > mostCases) throw new RangeError(`at most ${mostCases} cases`);
  const customers = Math.ceil(count / 10);
  await owner.begin(async (sql) => {
    await sql`
      insert into makegood.customers (id, tenant_id, external_id, name, email)
      select gen_random_uuid(), ${tenantId}, 'many_' || n,
        (array['Ana','Ben','Chloe','Dmitri','Elif','Farid','Greta','Hiro','Ines','Jonas'])[n % 10 + 1] || ' ' ||
        (array['Ruiz','Osei','Marsh','Okafor','Lindqvist','Tanaka','Novak','Haddad','Silva','Weber','Kowalski'])[n % 11 + 1],
        'many_' || n || '@example.test'
      from generate_series(1, ${customers}) n`;
    await sql`
      insert into makegood.orders
        (id, tenant_id, external_id, customer_id, status, currency, total_minor, placed_at)
      select gen_random_uuid(), ${tenantId}, '#M' || lpad(n::text, 7, '0'), c.id,
        'delivered', 'USD', 1000 + n, now() - interval '30 days'
      from generate_series(1, ${count}) n
      join makegood.customers c on c.tenant_id = ${tenantId} and c.external_id = 'many_' || (n % ${customers} + 1)`;
    // Statistics at once, not when the server finds the time: plans are what tests and benchmarks look at.
    await sql.unsafe("analyze makegood.customers, makegood.orders");
    await sql`
      insert into makegood.cases (id, tenant_id, number, customer_id, order_id, subject, preview, conversation, decision,
        needs_attention, amount_minor, currency, verdict, labels, assignee_id, assignee_name, snoozed_until, resolved_at,
        first_reply_due_at, last_message_at, created_at, follow_through)
      select gen_random_uuid(), ${tenantId}, ${afterNumber}::int + n, o.customer_id, o.id,
        (array['Wrong size','Never arrived','Broken on arrival','Where is my refund','Charged twice','Cancel my order'])[n % 6 + 1],
        'The ' || (array['lamp','jacket','kettle','bicycle','keyboard'])[n % 5 + 1] || ' is not what I ordered.',
        state, case when n % 41 = 3 and state <> 'spam' then 'awaiting_approval' when n % 3 = 0 then 'approved' else 'none' end,
        case when n % 400 = 7 then 1 else 0 end,
        case when n % 3 = 0 or n % 41 = 3 then 1000 + n end, case when n % 3 = 0 or n % 41 = 3 then 'USD' end,
        case when n % 3 = 0 then 'allow' end,
        case when n % 50 = 0 then array['vip'] when n % 7 = 0 then array['late','parcel'] else '{}' end,
        case when n % 25 = 1 then ${assignee?.userId ?? null}::uuid end, case when n % 25 = 1 then ${assignee?.name ?? null} end,
        case when state = 'snoozed' then now() + n * interval '1 minute' end,
        case when state = 'resolved' then now() - interval '1 day' end,
        case when state = 'open' and n % 4 = 1 then now() + (n % 600 - 20) * interval '1 minute' end,
        now() - n * interval '1 minute', now() - n * interval '1 minute', ${sql.json(noFollowThrough as never)}
      from generate_series(1, ${count}) n
      cross join lateral (select (array['open','open','waiting_customer','resolved','resolved','closed','snoozed','open'])[n % 8 + 1]
        as state) chosen
      join makegood.orders o on o.tenant_id = ${tenantId} and o.external_id = '#M' || lpad(n::text, 7, '0')`;
    await sql.unsafe("analyze makegood.cases");
    await sql`
      insert into makegood.messages (id, tenant_id, case_id, kind, author_name, body, created_at)
      select gen_random_uuid(), c.tenant_id, c.id, 'customer', 'Customer',
        c.preview || case part when 1 then ' Please help, the parcel came on day ' || c.number % 365 || '.'
          else ' I would like my money back. Reference ref' || c.number || '.' end,
        c.created_at
      from makegood.cases c cross join generate_series(1, 2) part
      where c.tenant_id = ${tenantId} and c.number > ${afterNumber} and c.number <= ${afterNumber + count}`;
  });
  await owner.unsafe("analyze makegood.cases, makegood.messages, makegood.case_search");
}

/** A shop of ten thousand cases, where one of the demo's people works as an agent, too. */
export async function openBusyShop(
  owner: Sql,
  email: string,
): Promise<Readonly<{ tenantId: string; path: string }>> {
  const [tenantId, slug] = [newId(), `busy-${newId().slice(-12)}`];
  await owner`insert into makegood.tenants (id, slug, name) values (${tenantId}, ${slug}, 'Busy shop')`;
  await owner`insert into makegood.members (tenant_id, user_id, role, name, email)
    select ${tenantId}, id, 'agent', 'Busy agent', email from auth.users where email = ${email}`;
  await fillCases(owner, { tenantId, count: 10_000 });
  return { tenantId, path: `/t/${slug}/inbox` };
}
