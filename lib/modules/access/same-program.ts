import { type SQL, sql } from "drizzle-orm";

/**
 * The ids of whoever counts as one: a key with all that it took the place of and all that took its own, or a person, who
 * is only themselves. An array for `= any`, which an index still serves.
 */
export const sameProgram = (tenantId: string, id: string | null): SQL => sql`array(
  select ${id}::uuid union all
  select other.id from makegood.api_keys one
  join makegood.api_keys other on other.tenant_id = one.tenant_id
    and coalesce(other.client_id, other.id) = coalesce(one.client_id, one.id)
  where one.tenant_id = ${tenantId} and one.id = ${id}::uuid)`;

/** The name by which a lock is taken for all of them: the first key of the program, or the person. */
export const programOf = (tenantId: string, id: string): SQL => sql`coalesce(
  (select client_id from makegood.api_keys where tenant_id = ${tenantId} and id = ${id}::uuid), ${id}::uuid)`;
