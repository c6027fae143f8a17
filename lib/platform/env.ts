import "server-only";
import { z } from "zod";

/** Every setting the app and the worker read. Parsed once; the process does not start when one is missing. */
const envSchema = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
  SITE_URL: z.url(),
  APP_SECRET: z.string().min(32),
  DATABASE_URL: z.url(),
  DATABASE_WORKER_URL: z.url(),
  DATABASE_REPLICA_URL: z.url().optional(),
  REDIS_URL: z.url(),
  REDIS_CACHE_URL: z.url().optional(),
  SUPABASE_URL: z.url(),
  SUPABASE_PUBLISHABLE_KEY: z.string().min(1),
  /** What tokens name as their issuer, where the desk reaches the auth server under another address. */
  AUTH_ISSUER: z.url().optional(),
  AUTH_JWT_SECRET: z.string().min(32).optional(),
  SMTP_URL: z.url(),
  MAIL_FROM: z.string().default("Makegood <desk@makegood.test>"),
  /** Ways in for mail: an SMTP server of the worker's, a folder that it empties, and a signed webhook. Each off without. */
  MAIL_IN_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  MAIL_IN_HOST: z.string().default("127.0.0.1"),
  MAIL_IN_DIR: z.string().optional(),
  MAIL_WEBHOOK_SECRET: z.string().startsWith("whsec_").min(30).optional(),
  STRIPE_SECRET_KEY: z.string().min(1),
  STRIPE_API_URL: z.url().default("https://api.stripe.com"),
  STRIPE_WEBHOOK_SECRET: z.string().min(1),
  STRIPE_TIMEOUT_MS: z.coerce.number().int().positive().default(10_000),
  CRM_URL: z.url(),
  CRM_SECRET: z.string().min(1),
  METRICS_PORT: z.coerce.number().int().nonnegative().default(9464),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
  /** Ends the process at a named point, so that a test can prove recovery. Never set in production. */
  MAKEGOOD_CRASH_AT: z.string().optional(),
});

// An empty variable means the same as a missing one: compose files and shells produce both.
const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));

export const env = Object.freeze(envSchema.parse(given));
