import "server-only";
import { LRUCache } from "lru-cache";
import Stripe from "stripe";
import { env } from "@/lib/platform/env";
import { findOwnKey } from "./connections";

const address = new URL(env.STRIPE_API_URL);

/** Is the provider a simulator, or anything else than Stripe itself? Then no real money moves. */
export const isSimulated = address.hostname !== "api.stripe.com";

/** A client for one key. The SDK never retries by itself: a repeat is our decision, with our key, after a look. */
export const connectStripe = (key: string): Stripe =>
  new Stripe(key, {
    host: address.hostname,
    port: Number(address.port || (address.protocol === "https:" ? 443 : 80)),
    protocol: address.protocol === "https:" ? "https" : "http",
    timeout: env.STRIPE_TIMEOUT_MS,
    maxNetworkRetries: 0,
    telemetry: false,
  });

export const installationStripe = connectStripe(env.STRIPE_SECRET_KEY);

// A key that was exchanged is used everywhere within seconds; a client is costly to make.
const keys = new LRUCache<string, { key: string | undefined }>({
  max: 10_000,
  ttl: 5_000,
  fetchMethod: async (tenantId) => ({ key: await findOwnKey(tenantId) }),
});
const clients = new LRUCache<string, Stripe>({ max: 1_000 });

/** The provider as the tenant reaches it: with its own key, or with the installation's. */
export async function stripeOf(tenantId: string): Promise<Stripe> {
  const key = (await keys.fetch(tenantId))?.key;
  if (!key) return installationStripe;
  const client = clients.get(key) ?? connectStripe(key);
  clients.set(key, client);
  return client;
}

/** Makes this process use a new key at once. */
export const forgetKey = (tenantId: string): void => void keys.delete(tenantId);
