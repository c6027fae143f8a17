import { SignJWT } from "jose";
import { NextRequest, NextResponse } from "next/server";
import { beforeEach, expect, it, vi } from "vitest";

const secret = new TextEncoder().encode("a shared secret of thirty-two characters");
vi.mock("@/lib/platform/env", () => ({
  env: {
    SITE_URL: "https://desk.example",
    SUPABASE_URL: "http://auth.test",
    SUPABASE_PUBLISHABLE_KEY: "sb_publishable_test",
    AUTH_JWT_SECRET: "a shared secret of thirty-two characters",
  },
}));
vi.mock("@/lib/platform/logger", () => ({ logger: { warn: vi.fn() } }));
vi.mock("next/headers", () => ({}));
vi.mock("./refresh-flight", () => ({ spendOnce: (_token: string, ask: () => Promise<Response>) => ask() }));
const askForTokens = vi.hoisted(() => vi.fn<() => Promise<Response>>());
vi.mock("./auth-fetch", () => ({
  fetchFromAuth: async (url: unknown) =>
    String(url).endsWith("jwks.json") ? Response.json({ keys: [] }) : askForTokens(),
}));

const nowSeconds = () => Math.floor(Date.now() / 1_000);
const claims = {
  sub: "01a208d2-c44f-72d2-8cea-e415e448bc85",
  session_id: "01a208d2-c44f-72d2-8cea-e415e448bc86",
  role: "authenticated",
  aud: "authenticated",
};
const tokenFor = (seconds: number, key = secret) =>
  new SignJWT({ ...claims, exp: nowSeconds() + seconds }).setProtectedHeader({ alg: "HS256" }).sign(key);

async function requestWith(seconds: number, key = secret): Promise<NextRequest> {
  const session = {
    access_token: await tokenFor(seconds, key),
    refresh_token: "old",
    expires_at: nowSeconds() + seconds,
    expires_in: 900,
    token_type: "bearer",
  };
  const value = `base64-${Buffer.from(JSON.stringify(session)).toString("base64url")}`;
  return new NextRequest("https://desk.example/account", {
    headers: { cookie: `__Host-makegood-session=${value}` },
  });
}

const renewed = async () =>
  Response.json({
    access_token: await tokenFor(900),
    refresh_token: "new",
    expires_in: 900,
    token_type: "bearer",
    user: { id: claims.sub, email: "ana@example.test" },
  });

/** A process that has not met an outage yet. */
async function refresh(request: NextRequest) {
  vi.resetModules();
  const { refreshSession } = await import("./session-refresh");
  const session = await refreshSession(request);
  const response = NextResponse.next();
  session.applyTo(response);
  return { isUnknown: session.isUnknown, response, cookies: response.headers.getSetCookie() };
}

beforeEach(() => {
  askForTokens.mockReset().mockImplementation(renewed);
});

it("leaves visitors and fresh sessions alone", async () => {
  const nobody = new NextRequest("https://desk.example/");
  for (const request of [nobody, await requestWith(600)]) {
    expect(await refresh(request)).toMatchObject({ isUnknown: false, cookies: [] });
  }
  expect(askForTokens).not.toHaveBeenCalled();
});

it("renews a session with less than a minute left, for this request and the browser", async () => {
  const request = await requestWith(30);
  const { cookies, response } = await refresh(request);
  expect(askForTokens).toHaveBeenCalledTimes(1);
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatch(
    /^__Host-makegood-session=base64-[\w-]+; Path=\/; .*Secure; HttpOnly; SameSite=lax$/i,
  );
  expect(cookies[0]).not.toMatch(/Domain/i);
  expect(response.headers.get("cache-control")).toContain("no-store");
  const sent = request.cookies.get("__Host-makegood-session")?.value.slice("base64-".length) ?? "";
  const kept = Buffer.from(sent, "base64url").toString();
  expect(kept).toContain('"refresh_token":"new"');
  expect(kept).not.toContain("ana@example.test");
});

it.each([429, 500])("signs nobody out when the auth server answers %i", async (status) => {
  askForTokens.mockImplementation(async () => Response.json({ message: "no" }, { status }));
  expect(await refresh(await requestWith(-5))).toMatchObject({ isUnknown: true, cookies: [] });
});

it("uses what is left of a token while the auth server fails", async () => {
  askForTokens.mockImplementation(async () => new Response("broken", { status: 502 }));
  expect(await refresh(await requestWith(20))).toMatchObject({ isUnknown: false, cookies: [] });
});

it("gives a silent auth server two seconds", async () => {
  askForTokens.mockImplementation(() => new Promise(() => undefined));
  const startedAt = Date.now();
  expect(await refresh(await requestWith(-5))).toMatchObject({ isUnknown: true, cookies: [] });
  expect(Date.now() - startedAt).toBeLessThan(2_500);
});

it("ends a session whose refresh token is refused", async () => {
  askForTokens.mockImplementation(async () =>
    Response.json({ code: "refresh_token_not_found", message: "gone" }, { status: 400 }),
  );
  const { isUnknown, cookies } = await refresh(await requestWith(-5));
  expect(isUnknown).toBe(false);
  expect(cookies.join()).toMatch(/__Host-makegood-session=; .*Expires=Thu, 01 Jan 1970/);
});

it("does not trouble the auth server for a forged token", async () => {
  const forged = await requestWith(-5, new TextEncoder().encode("another secret of thirty-two letters"));
  expect(await refresh(forged)).toMatchObject({ isUnknown: false, cookies: [] });
  expect(askForTokens).not.toHaveBeenCalled();
});
