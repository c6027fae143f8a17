import { sql } from "drizzle-orm";
import { afterAll, expect, it } from "vitest";
import { asActor } from "@/lib/platform/db";
import { HopTimeoutError } from "@/lib/platform/hops";
import { grantKey } from "@/lib/testing/api-keys";
import { createShop, owner } from "@/lib/testing/shop";
import { apiRoute } from "@/lib/web/route";

afterAll(() => owner.end());

/** Asks a route whose work ends with this error of the real database, or with another one. */
async function answerTo(codeOrError: string | Error): Promise<Response> {
  const key = await grantKey((await createShop()).tenantId);
  const route = apiRoute("test", "case:read", async ({ actor }) => {
    if (codeOrError instanceof Error) throw codeOrError;
    const raise = `do $$ begin raise exception 'given up' using errcode = '${codeOrError}'; end $$`;
    await asActor(actor, (tx) => tx.execute(sql.raw(raise)));
    return new Response();
  });
  const request = new Request("http://localhost/api/v1/test", {
    headers: { authorization: `Bearer ${key}` },
  });
  return route(request, { params: Promise.resolve({}) });
}

it.each([
  ["a deadlock", "40P01"],
  ["a serialization failure", "40001"],
  ["a lock that nobody gives up", "55P03"],
  ["a statement that takes too long", "57014"],
  ["an ended connection", "57P01"],
  ["no answer in time", new HopTimeoutError("database.write")],
])("%s is told as 503 with a time to come back, not as a mistake", async (_name, error) => {
  const answer = await answerTo(error);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
  expect(await answer.json()).toMatchObject({ code: "unavailable", status: 503 });
});

it("a mistake of ours stays one", async () => {
  expect((await answerTo("22012")).status).toBe(500);
});
