import { createApiKey, hashApiKey, prefixOf } from "@/lib/modules/access/api-key-format";
import { apiScopes } from "@/lib/modules/access/schema";
import { newId } from "@/lib/platform/ids";
import { owner } from "./shop";

type KeyKind = Readonly<{
  scopes?: readonly string[];
  isAi?: boolean;
  revokedAt?: Date;
  expiresAt?: Date;
}>;

/** An API key of a tenant; without scopes one that may do everything. */
export async function grantKey(
  tenantId: string,
  { scopes = apiScopes, isAi = false, revokedAt, expiresAt }: KeyKind = {},
): Promise<string> {
  const made = createApiKey();
  await owner`
    insert into makegood.api_keys (id, tenant_id, name, prefix, hash, scopes, is_ai, revoked_at, expires_at)
    values (${newId()}, ${tenantId}, 'Bot', ${prefixOf(made)}, ${hashApiKey(made)}, ${owner.json([...scopes])},
      ${isAi}, ${revokedAt ?? null}, ${expiresAt ?? null})`;
  return made;
}
