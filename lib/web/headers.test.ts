import { describe, expect, it, vi } from "vitest";

vi.mock("@/lib/platform/env", () => ({ env: { SITE_URL: "https://desk.example", NODE_ENV: "production" } }));
const { contentSecurityPolicy, describeRequest, networkOf, requestIdOf } = await import("./headers");

describe("networkOf", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["6.6.6.6, 203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::9", "2001:db8:1:2::/64"],
    ["::1", "0:0:0:0::/64"],
    ["<script>", "unknown"],
    [null, "unknown"],
  ])("counts %s as %s", (header, network) => expect(networkOf(header)).toBe(network));
});

describe("contentSecurityPolicy", () => {
  it("allows neither inline nor eval in production", () => {
    expect(contentSecurityPolicy("abc")).not.toMatch(/unsafe/);
    expect(contentSecurityPolicy("abc")).toContain("script-src 'nonce-abc' 'strict-dynamic'");
  });
});

describe("describeRequest", () => {
  it("replaces what a client sent under our names", () => {
    const forged = {
      "x-path": "/evil",
      "x-nonce": "evil",
      "content-security-policy": "evil",
      "x-request-id": "a\tb",
    };
    const described = describeRequest(
      new Request("https://desk.example/", { headers: forged }),
      "/account",
      "abc",
    );
    expect(described.get("x-path")).toBe("/account");
    expect(described.get("x-nonce")).toBe("abc");
    expect(described.get("content-security-policy")).not.toContain("evil");
    expect(described.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("keeps a request id that a proxy made", () => {
    expect(requestIdOf(new Headers({ "x-request-id": "edge-12345678" }))).toBe("edge-12345678");
  });
});
