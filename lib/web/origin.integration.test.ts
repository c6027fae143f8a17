import { expect, it } from "vitest";
import { createApiKey, hashApiKey, prefixOf } from "@/lib/modules/access/api-key-format";
import { newId } from "@/lib/platform/ids";
import { findOrigin } from "@/lib/platform/origin";
import { createShop, owner } from "@/lib/testing/shop";
import { apiRoute } from "./route";

it("tells what an API request does from where it came, and nothing of what it carried", async () => {
  const { tenantId } = await createShop();
  const key = createApiKey();
  await owner`
    insert into makegood.api_keys (id, tenant_id, name, prefix, hash, scopes)
    values (${newId()}, ${tenantId}, 'Test', ${prefixOf(key)}, ${hashApiKey(key)}, '["case:read"]')`;
  const GET = apiRoute("test", "case:read", async () => Response.json(findOrigin()));
  const ask = async (requestId: string, address: string): Promise<unknown> => {
    const headers = { authorization: `Bearer ${key}`, "x-request-id": requestId, "x-forwarded-for": address };
    const answer = await GET(new Request("http://desk.test/api/v1/test?token=secret", { headers }), {
      params: Promise.resolve({}),
    });
    return answer.json();
  };
  // Two at once: neither takes the other's.
  expect(
    await Promise.all([ask("request-one", "203.0.113.7"), ask("request-two", "evil, 2001:db8:1:2:3::1")]),
  ).toEqual([
    { requestId: "request-one", network: "203.0.113.7" },
    { requestId: "request-two", network: "2001:db8:1:2::/64" },
  ]);
  expect(findOrigin()).toBeUndefined();
});
