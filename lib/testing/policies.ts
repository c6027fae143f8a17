import type { z } from "zod";
import { policyDocumentInput } from "@/lib/modules/policies/schema";
import { newId } from "@/lib/platform/ids";
import { owner } from "./shop";

/** Puts a document in force at once, without the people whom publishing needs. @returns the version's id */
export async function publishDocument(
  tenantId: string,
  document: z.input<typeof policyDocumentInput>,
): Promise<string> {
  const parsed = policyDocumentInput.parse(document);
  const id = newId();
  await owner.begin(async (sql) => {
    await sql`
      update makegood.policy_versions set state = 'superseded', superseded_at = now()
      where tenant_id = ${tenantId} and state = 'published'`;
    await sql`
      insert into makegood.policy_versions (id, tenant_id, number, title, state, document, created_by_name, starts_at)
      select ${id}, ${tenantId}, coalesce(max(number), 0) + 1, 'Test policy', 'published', ${sql.json(parsed as never)}, 'Test', now()
      from makegood.policy_versions where tenant_id = ${tenantId}`;
  });
  return id;
}
