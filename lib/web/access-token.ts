import "server-only";
import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
} from "jose";
import { z } from "zod";
import { env } from "@/lib/platform/env";
import { DomainError } from "@/lib/platform/errors";
import { fetchFromAuth } from "./auth-fetch";

const claims = z.object({
  sub: z.uuid(),
  session_id: z.uuid(),
  role: z.literal("authenticated"),
  exp: z.number(),
  email: z.string().optional(),
});

/** What an access token proves. */
export type AccessToken = Readonly<{ userId: string; sessionId: string; email: string; expiresAt: Date }>;

// A key we do not know makes us ask for the list again, but a row of made-up ones only once in this time.
const keyCooldownMs = 5_000;

type Verifier = Readonly<{ key: JWTVerifyGetKey | Uint8Array; options: JWTVerifyOptions }>;

/**
 * Verifies a token here, without asking the auth server. Answers undefined for one that is forged, meant for somebody
 * else or, unless `allowExpired`, too old.
 * @throws DomainError unavailable while the auth server's keys cannot be read
 */
export async function verifyAccessToken(
  token: string,
  { allowExpired = false }: Readonly<{ allowExpired?: boolean }> = {},
): Promise<AccessToken | undefined> {
  const { key, options } = await findVerifier();
  try {
    const verified = await verify(token, key, {
      ...options,
      ...(allowExpired && { clockTolerance: "10 years" }),
    });
    const known = claims.parse(verified.payload);
    return {
      userId: known.sub,
      sessionId: known.session_id,
      email: known.email ?? "",
      expiresAt: new Date(known.exp * 1_000),
    };
  } catch (error) {
    if (isUntrustworthy(error)) return undefined;
    throw new DomainError(
      "unavailable",
      "Signing in is unavailable at the moment. Please try again in a minute.",
    );
  }
}

const verify = (token: string, key: Verifier["key"], options: JWTVerifyOptions) =>
  typeof key === "function" ? jwtVerify(token, key, options) : jwtVerify(token, key, options);

// By code, not by class: the key may come from the other module graph of this process, which has a jose of its own.
const isUntrustworthy = (error: unknown): boolean => {
  if (error instanceof z.ZodError) return true;
  const { code } = error as { code?: unknown };
  return typeof code === "string" && code.startsWith("ERR_J") && code !== errors.JWKSTimeout.code;
};

/** Gets ready to verify without the auth server. @throws DomainError unavailable while it cannot be reached */
export async function loadVerifier(): Promise<void> {
  await findVerifier();
}

// Middleware and pages are separate module graphs of one process. Sharing the choice keeps them of one mind.
const anchor = Symbol.for("makegood.access-token-verifier");
const holder = globalThis as typeof globalThis & { [anchor]?: Promise<Verifier> | undefined };

function findVerifier(): Promise<Verifier> {
  holder[anchor] ??= chooseVerifier().catch(() => {
    holder[anchor] = undefined;
    throw new DomainError(
      "unavailable",
      "Signing in is unavailable at the moment. Please try again in a minute.",
    );
  });
  return holder[anchor];
}

/** A server with public keys is never also trusted with the shared secret: who may read the one could forge the other. */
async function chooseVerifier(): Promise<Verifier> {
  const server = `${env.SUPABASE_URL.replace(/\/$/, "")}/auth/v1`;
  const issuer = env.AUTH_ISSUER ?? server;
  const keysUrl = new URL(`${server}/.well-known/jwks.json`);
  const answer = await fetchFromAuth(keysUrl);
  if (!answer.ok) throw new Error(`The auth server answered ${answer.status} for its keys`);
  const { keys } = z.object({ keys: z.array(z.unknown()) }).parse(await answer.json());

  const shared = { audience: "authenticated", requiredClaims: ["exp", "sub", "session_id", "role"] };
  if (keys.length > 0) {
    const key = createRemoteJWKSet(keysUrl, {
      [customFetch]: fetchFromAuth,
      cooldownDuration: keyCooldownMs,
    });
    // Here and now: once they are in memory, an outage of the auth server is none of ours.
    await key.reload();
    return { key, options: { ...shared, algorithms: ["ES256", "RS256"], issuer } };
  }
  if (!env.AUTH_JWT_SECRET) throw new Error("The auth server has no public keys: set AUTH_JWT_SECRET");
  return {
    key: new TextEncoder().encode(env.AUTH_JWT_SECRET),
    options: { ...shared, algorithms: ["HS256"] },
  };
}
