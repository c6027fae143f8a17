import { createHmac } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { supportAddress } from "@/lib/modules/mail/addresses";
import { newId } from "@/lib/platform/ids";
import { rawMail } from "@/lib/testing/mails";
import { setting } from "@/lib/testing/setting";
import { createShop, owner } from "@/lib/testing/shop";
import { POST } from "./route";

afterAll(() => owner.end());

const secret = setting("MAIL_WEBHOOK_SECRET");
const nowSeconds = () => Math.floor(Date.now() / 1_000);

type Change = Partial<{ key: string; timestamp: string; signature: string; headers: Record<string, string> }>;

function signed(body: Buffer | string, type: string, change: Change = {}): Request {
  const { key = secret, timestamp = String(nowSeconds()), headers = {} } = change;
  const id = newId();
  const mac = createHmac("sha256", Buffer.from(key.slice(6), "base64"));
  const signature = mac.update(`${id}.${timestamp}.`).update(body).digest("base64");
  return new Request("http://localhost/api/webhooks/mail", {
    method: "POST",
    body: new Uint8Array(Buffer.from(body)),
    headers: {
      "content-type": type,
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": change.signature ?? `v1,${signature}`,
      ...headers,
    },
  });
}

const anyMail = () => rawMail({ from: "ana@example.test", to: "support+nobody@makegood.test" });
const jsonOf = (value: unknown) => JSON.stringify(value);

describe("a mail service", () => {
  it("hands a mail over as it is, in JSON and in base64, and each is one message", async () => {
    const shop = await createShop();
    const to = supportAddress(shop.slug);
    const raw = rawMail({ from: `ana-${newId()}@example.test`, to, text: "Gr\u00fc\u00dfe" });
    const ways = [
      signed(raw, "message/rfc822"),
      signed(jsonOf({ raw: raw.toString("utf8") }), "application/json"),
      signed(
        jsonOf({ raw: raw.toString("base64"), encoding: "base64", recipients: [to] }),
        "application/json",
      ),
    ];
    const outcomes = [];
    for (const request of ways) outcomes.push(await (await POST(request)).json());
    expect(outcomes).toEqual([{ taken: ["opened"] }, { taken: ["duplicate"] }, { taken: ["duplicate"] }]);
  });

  const refused: readonly (readonly [string, number, () => Request])[] = [
    ["no signature", 401, () => signed(anyMail(), "message/rfc822", { signature: "" })],
    ["an empty v1", 401, () => signed(anyMail(), "message/rfc822", { signature: "v1," })],
    ["another secret", 401, () => signed(anyMail(), "message/rfc822", { key: `whsec_${"b".repeat(32)}` })],
    [
      "an old signature",
      401,
      () => signed(anyMail(), "message/rfc822", { timestamp: String(nowSeconds() - 400) }),
    ],
    [
      "one of tomorrow",
      401,
      () => signed(anyMail(), "message/rfc822", { timestamp: String(nowSeconds() + 400) }),
    ],
    ["half a number", 401, () => signed(anyMail(), "message/rfc822", { timestamp: `${nowSeconds()}abc` })],
    [
      "a thousand signatures",
      401,
      () => signed(anyMail(), "message/rfc822", { signature: "v1,x ".repeat(1_000) }),
    ],
    [
      "a compressed body",
      415,
      () => signed(anyMail(), "message/rfc822", { headers: { "content-encoding": "gzip" } }),
    ],
    ["plain text", 415, () => signed(anyMail(), "text/plain")],
    ["JSON that is none", 400, () => signed("{", "application/json")],
    ["JSON without a mail", 422, () => signed("{}", "application/json")],
    ["a field more", 422, () => signed(jsonOf({ raw: "x", tenantId: newId() }), "application/json")],
    ["no mail", 422, () => signed("nothing", "message/rfc822")],
    ["an unknown recipient", 404, () => signed(anyMail(), "message/rfc822")],
    ["26 MB", 413, () => signed(Buffer.alloc(26 * 1024 * 1024, "a"), "message/rfc822")],
  ];
  it.each(refused)("with %s is answered %i and leaves nothing", async (_what, status, request) => {
    const answer = await POST(request());
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
  });

  it("whose body was altered on the way is refused", async () => {
    const request = signed(anyMail(), "message/rfc822");
    const altered = new Request(request, {
      body: new Uint8Array(Buffer.concat([anyMail(), Buffer.from(" ")])),
    });
    expect((await POST(altered)).status).toBe(401);
  });
});
