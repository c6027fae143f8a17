import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from "jose";
import { beforeEach, describe, expect, it, vi } from "vitest";

const secret = "a shared secret of thirty-two characters";
const userId = "01a208d2-c44f-72d2-8cea-e415e448bc85";
const sessionId = "01a208d2-c44f-72d2-8cea-e415e448bc86";
const issuer = "http://auth.test/auth/v1";
const claims = {
  sub: userId,
  session_id: sessionId,
  role: "authenticated",
  aud: "authenticated",
  email: "a@b.test",
};

vi.mock("@/lib/platform/env", () => ({
  env: { SUPABASE_URL: "http://auth.test", AUTH_JWT_SECRET: "a shared secret of thirty-two characters" },
}));
const fetchFromAuth = vi.hoisted(() => vi.fn<() => Promise<Response>>());
vi.mock("./auth-fetch", () => ({ fetchFromAuth }));
const { verifyAccessToken } = await import("./access-token");

const forgetChoice = () => Reflect.deleteProperty(globalThis, Symbol.for("makegood.access-token-verifier"));
const sign = (
  payload: object,
  alg = "HS256",
  key: CryptoKey | Uint8Array = new TextEncoder().encode(secret),
) =>
  new SignJWT({ exp: Math.floor(Date.now() / 1_000) + 600, ...payload })
    .setProtectedHeader({ alg, ...(alg !== "HS256" && { kid: "k1" }) })
    .sign(key);

beforeEach(() => {
  forgetChoice();
  fetchFromAuth.mockReset().mockImplementation(async () => Response.json({ keys: [] }));
});

describe("with a server that has no public keys", () => {
  it("knows who holds a genuine token, and asks for keys once", async () => {
    const token = await sign(claims);
    expect(await verifyAccessToken(token)).toMatchObject({ userId, sessionId, email: "a@b.test" });
    await verifyAccessToken(token);
    expect(fetchFromAuth).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["another audience", { ...claims, aud: "anon" }],
    ["another role", { ...claims, role: "service_role" }],
    ["no session", { ...claims, session_id: undefined }],
    ["no user", { ...claims, sub: undefined }],
    ["no expiry", { ...claims, exp: undefined }],
    ["an expiry in the past", { ...claims, exp: 1 }],
  ])("refuses %s", async (_what, payload) => {
    expect(await verifyAccessToken(await sign(payload))).toBeUndefined();
  });

  it("refuses another secret, no signature and plain nonsense", async () => {
    const other = await sign(
      claims,
      "HS256",
      new TextEncoder().encode("another secret of thirty-two letters"),
    );
    const [, payload] = other.split(".");
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${payload}.`;
    for (const token of [other, unsigned, "a.b.c", ""])
      expect(await verifyAccessToken(token)).toBeUndefined();
  });

  it("reads an expired token only where asked to", async () => {
    const token = await sign({ ...claims, exp: Math.floor(Date.now() / 1_000) - 60 });
    expect(await verifyAccessToken(token, { allowExpired: true })).toMatchObject({ userId });
  });
});

describe("with a server that has public keys", () => {
  it("accepts its keys and issuer, and never the shared secret", async () => {
    const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: "k1", alg: "ES256", use: "sig" };
    fetchFromAuth.mockImplementation(async () => Response.json({ keys: [jwk] }));

    expect(
      await verifyAccessToken(await sign({ ...claims, iss: issuer }, "ES256", privateKey)),
    ).toMatchObject({ userId });
    expect(
      await verifyAccessToken(await sign({ ...claims, iss: "http://evil.test" }, "ES256", privateKey)),
    ).toBeUndefined();
    expect(await verifyAccessToken(await sign({ ...claims, iss: issuer }))).toBeUndefined();
    const confused = new TextEncoder().encode(await exportSPKI(publicKey));
    expect(
      await verifyAccessToken(await sign({ ...claims, iss: issuer }, "HS256", confused)),
    ).toBeUndefined();
  });
});

it("says unavailable while the keys cannot be read, and chooses again afterwards", async () => {
  fetchFromAuth.mockRejectedValueOnce(new Error("connection refused"));
  const token = await sign(claims);
  await expect(verifyAccessToken(token)).rejects.toMatchObject({ code: "unavailable" });
  expect(await verifyAccessToken(token)).toMatchObject({ userId });
});
