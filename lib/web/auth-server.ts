import "server-only";
import { z } from "zod";
import { env } from "@/lib/platform/env";
import { fetchFromAuth } from "./auth-fetch";

/** Providers the desk has a button for. */
export const providers = ["github", "google"] as const;
export type Provider = (typeof providers)[number];
export const providerNames: Readonly<Record<Provider, string>> = { github: "GitHub", google: "Google" };

/** What the auth server in use can do. What it cannot is hidden, or done by ourselves. */
export type AuthServer = Readonly<{
  /** As it calls itself. */
  version: string;
  isEmbedded: boolean;
  /** `asymmetric`: it publishes keys; `shared`: tokens are checked with the secret that it signs with. */
  signing: "asymmetric" | "shared";
  isSignUpOpen: boolean;
  providers: readonly Provider[];
  canLinkProviders: boolean;
  hasRateLimits: boolean;
}>;

const keepMs = 5 * 60_000;
const healthSchema = z.object({ version: z.string().default("unknown") });
const settingsSchema = z.object({
  external: z.record(z.string(), z.boolean()).default({}),
  disable_signup: z.boolean().default(false),
});
const keysSchema = z.object({ keys: z.array(z.unknown()).default([]) });

let known: Readonly<{ server: AuthServer; readAt: number }> | undefined;

/** What the server can do, or undefined while it is out of reach and nothing is known of it. */
export async function findAuthServer(): Promise<AuthServer | undefined> {
  if (known && Date.now() - known.readAt < keepMs) return known.server;
  try {
    known = { server: await readAuthServer(), readAt: Date.now() };
  } catch {
    // What was known stays true until it can be asked again.
  }
  return known?.server;
}

/** Does it answer right now? */
export async function isAuthServerUp(): Promise<boolean> {
  try {
    return (await ask("health", 1_000)).ok;
  } catch {
    return false;
  }
}

async function readAuthServer(): Promise<AuthServer> {
  const [health, settings, keys] = await Promise.all([
    read("health", healthSchema),
    read("settings", settingsSchema),
    read(".well-known/jwks.json", keysSchema),
  ]);
  const implementation = implementationOf(health.version);
  const isEmbedded = implementation !== undefined;
  return {
    version: implementation ?? health.version,
    isEmbedded,
    signing: keys.keys.length > 0 ? "asymmetric" : "shared",
    isSignUpOpen: !settings.disable_signup,
    providers: providers.filter((provider) => settings.external[provider]),
    canLinkProviders: !isEmbedded,
    hasRateLimits: !isEmbedded,
  };
}

// The embedded server's version is three parts in base64url; the middle one names it.
function implementationOf(version: string): string | undefined {
  const middle = version.split(".")[1] ?? "";
  const text = Buffer.from(middle, "base64url").toString();
  return /"implementation"\s*:\s*"([^"]+)"/.exec(text)?.[1];
}

async function read<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
  const answer = await ask(path, 2_000);
  if (!answer.ok) throw new Error(`the auth server answered ${answer.status}`);
  return schema.parse(await answer.json());
}

const ask = (path: string, timeoutMs: number): Promise<Response> =>
  fetchFromAuth(`${env.SUPABASE_URL.replace(/\/$/, "")}/auth/v1/${path}`, {
    headers: { apikey: env.SUPABASE_PUBLISHABLE_KEY },
    signal: AbortSignal.timeout(timeoutMs),
  });
