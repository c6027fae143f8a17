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

it("refuses a token whose key the other module graph of the process did not find", async () => {
  const elsewhere = Object.assign(new Error("no applicable key"), { code: "ERR_JWKS_NO_MATCHING_KEY" });
  const key = () => Promise.reject(elsewhere);
  Reflect.set(
    globalThis,
    Symbol.for("makegood.access-token-verifier"),
    Promise.resolve({ key, options: {} }),
  );
  expect(await verifyAccessToken(await sign(claims))).toBeUndefined();
});

describe("while keys change", () => {
  const tokenBy = (key: CryptoKey, kid: string) =>
    new SignJWT({ ...claims, iss: issuer, exp: Math.floor(Date.now() / 1_000) + 600 })
      .setProtectedHeader({ alg: "ES256", kid })
      .sign(key);
  const publish = async (...keys: readonly (readonly [CryptoKey, string])[]) => {
    const list = await Promise.all(
      keys.map(async ([key, kid]) => ({ ...(await exportJWK(key)), kid, alg: "ES256", use: "sig" })),
    );
    fetchFromAuth.mockImplementation(async () => Response.json({ keys: list }));
  };

  it("refuses nobody when a key is replaced under load, and keeps tokens of the old one while it is listed", async () => {
    const [old, next] = [await generateKeyPair("ES256"), await generateKeyPair("ES256")];
    await publish([old.publicKey, "old"]);
    const oldToken = await tokenBy(old.privateKey, "old");
    expect(await verifyAccessToken(oldToken)).toMatchObject({ userId });
    vi.useFakeTimers({ now: Date.now() + 6_000, toFake: ["Date"] });
    try {
      await publish([old.publicKey, "old"], [next.publicKey, "next"]);
      const newToken = await tokenBy(next.privateKey, "next");
      const tokens = Array.from({ length: 50 }, (_, at) => (at % 2 ? newToken : oldToken));
      const answers = await Promise.all(tokens.map((token) => verifyAccessToken(token)));
      expect(answers.filter((answer) => answer?.userId !== userId)).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("asks for the keys at most once more for twenty tokens with made-up key ids", async () => {
    const [own, forger] = [await generateKeyPair("ES256"), await generateKeyPair("ES256")];
    await publish([own.publicKey, "own"]);
    expect(await verifyAccessToken(await tokenBy(own.privateKey, "own"))).toMatchObject({ userId });
    const before = fetchFromAuth.mock.calls.length;
    for (let at = 0; at < 20; at += 1) {
      expect(await verifyAccessToken(await tokenBy(forger.privateKey, `made-up-${at}`))).toBeUndefined();
    }
    expect(fetchFromAuth.mock.calls.length - before).toBeLessThanOrEqual(1);
  });
});

it("says unavailable while the keys cannot be read, and chooses again afterwards", async () => {
  fetchFromAuth.mockRejectedValueOnce(new Error("connection refused"));
  const token = await sign(claims);
  await expect(verifyAccessToken(token)).rejects.toMatchObject({ code: "unavailable" });
  expect(await verifyAccessToken(token)).toMatchObject({ userId });
});
