import "server-only";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { KeyActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { hashApiKey, isApiKey } from "./api-key-format";

const keyRow = z.object({
  tenant_id: z.uuid(),
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(z.string()),
  is_ai: z.boolean(),
});

/** Who holds this key, or undefined when it is unknown, revoked or expired. Always asks the primary. */
export async function findKeyActor(key: string): Promise<KeyActor | undefined> {
  if (!isApiKey(key)) return undefined;
  const rows = await asActor({ kind: "visitor", userId: null }, (tx) =>
    tx.execute(sql`select * from private.find_api_key(${hashApiKey(key)})`),
  );
  const found = z.array(keyRow).parse([...rows])[0];
  if (!found) return undefined;
  const { tenant_id: tenantId, id: keyId, name, scopes, is_ai: isAi } = found;
  return { kind: "key", tenantId, keyId, name, scopes, isAi };
}
