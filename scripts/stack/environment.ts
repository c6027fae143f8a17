import { standInClient } from "@/scripts/github/github";
import type { Ports } from "./ports";
import { adminUrl } from "./postgres";
import type { Variables } from "./processes";
import type { Secrets } from "./state";

export type Environment = Readonly<Record<string, string>>;

/** Which real services take the place of local parts, because their address is set. */
export type Replaced = Readonly<{
  postgres: boolean;
  redis: boolean;
  auth: boolean;
  mail: boolean;
  psp: boolean;
  crm: boolean;
  github: boolean;
}>;

export const isReplaced = (part: string, replaced: Replaced): boolean =>
  part in replaced && replaced[part as keyof Replaced];

/** @throws one sentence when an address is set without what belongs to it */
export function findReplaced(given: Variables): Replaced {
  const replaced = {
    postgres: Boolean(given.DATABASE_URL),
    redis: Boolean(given.REDIS_URL),
    auth: Boolean(given.SUPABASE_URL),
    mail: Boolean(given.SMTP_URL),
    psp: Boolean(given.STRIPE_SECRET_KEY),
    crm: Boolean(given.CRM_URL),
    github: Boolean(given.SUPABASE_URL) || Boolean(given.GITHUB_CLIENT_ID),
  };
  requireWith(given, "DATABASE_URL", replaced.postgres, ["DATABASE_WORKER_URL", "DATABASE_OWNER_URL"]);
  requireWith(given, "SUPABASE_URL", replaced.auth, ["SUPABASE_PUBLISHABLE_KEY", "DATABASE_URL"]);
  requireWith(given, "DATABASE_URL without SUPABASE_URL", replaced.postgres && !replaced.auth, [
    "AUTH_DATABASE_URL",
  ]);
  requireWith(given, "STRIPE_SECRET_KEY", replaced.psp, ["STRIPE_WEBHOOK_SECRET"]);
  requireWith(given, "CRM_URL", replaced.crm, ["CRM_SECRET"]);
  return replaced;
}

function requireWith(given: Variables, reason: string, isNeeded: boolean, names: readonly string[]): void {
  const missing = names.filter((name) => !given[name]);
  if (isNeeded && missing.length > 0)
    throw new Error(`${reason} is set, so ${missing.join(" and ")} must be set, too.`);
}

type Source = Readonly<{ ports: Ports; secrets: Secrets; given: Variables; replaced: Replaced }>;

/** Every setting of the desk: the local parts' own, and in their place what `given` says of real ones. */
export function buildEnvironment({ ports, secrets, given, replaced }: Source): Environment {
  const mailPage = `http://127.0.0.1:${ports.mail}`;
  const local = {
    PORT: String(ports.web),
    SITE_URL: `http://localhost:${ports.web}`,
    APP_SECRET: secrets.appSecret,
    ...(!replaced.postgres && databaseSettings(ports, secrets)),
    ...(!replaced.redis && { REDIS_URL: `redis://127.0.0.1:${ports.redis}` }),
    ...(!replaced.auth && {
      AUTH_PORT: String(ports.auth),
      SUPABASE_URL: `http://127.0.0.1:${ports.auth}`,
      SUPABASE_PUBLISHABLE_KEY: secrets.publishableKey,
      SUPABASE_SECRET_KEY: secrets.secretKey,
      AUTH_JWT_SECRET: secrets.jwtSecret,
    }),
    ...(!replaced.mail && { SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`, MAIL_URL: mailPage }),
    MAIL_FROM: "Makegood <desk@makegood.test>",
    MAIL_IN_PORT: String(ports.mailIn),
    MAIL_WEBHOOK_SECRET: secrets.mailWebhookSecret,
    ...(!replaced.psp && simulatorSettings(ports, secrets)),
    ...(!replaced.crm && {
      CRM_URL: `http://127.0.0.1:${ports.crm}/`,
      CRM_SECRET: secrets.crmSecret,
      CRM_SINK_URL: `http://127.0.0.1:${ports.crm}`,
    }),
    ...(!replaced.github && {
      GITHUB_URL: `http://127.0.0.1:${ports.github}`,
      GITHUB_CLIENT_ID: standInClient.id,
      GITHUB_CLIENT_SECRET: standInClient.secret,
    }),
    METRICS_PORT: String(ports.workerMetrics),
    NEXT_TELEMETRY_DISABLED: "1",
  };
  return { ...local, ...pick(given, settableNames) };
}

/** Variables that win over the local part's value when they are set. */
const settableNames = [
  ...["MAIL_IN_HOST", "MAIL_IN_DIR"],
  ...[
    "SITE_URL",
    "APP_SECRET",
    "MAIL_FROM",
    "MAIL_WEBHOOK_SECRET",
    "LOG_LEVEL",
    "RELEASE_NAME",
    "STRIPE_TIMEOUT_MS",
  ],
  ...[
    "DATABASE_URL",
    "DATABASE_WORKER_URL",
    "DATABASE_OWNER_URL",
    "DATABASE_REPLICA_URL",
    "DATABASE_ADMIN_URL",
    "AUTH_DATABASE_URL",
  ],
  ...[
    "REDIS_URL",
    "REDIS_CACHE_URL",
    "SUPABASE_URL",
    "SUPABASE_PUBLISHABLE_KEY",
    "AUTH_ISSUER",
    "AUTH_JWT_SECRET",
    "AUTH_MAIL_URL",
    "SMTP_URL",
  ],
  ...["GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET", "GITHUB_URL", "GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"],
  ...["STRIPE_SECRET_KEY", "STRIPE_API_URL", "STRIPE_WEBHOOK_SECRET", "CRM_URL", "CRM_SECRET"],
];

/** What a run of the tests must not inherit, so that it can reach neither real money nor a running desk. */
export const scrubbedNames: readonly string[] = [
  ...settableNames,
  ...["SUPABASE_SECRET_KEY", "MAKEGOOD_CRASH_AT", "MAIL_URL", "PSP_URL", "CRM_SINK_URL", "NODE_ENV", "HOST"],
];

const pick = (from: Variables, names: readonly string[]): Environment =>
  Object.fromEntries(names.flatMap((name) => (from[name] ? [[name, from[name]]] : [])));

function databaseSettings(ports: Ports, secrets: Secrets): Environment {
  const url = (login: string, password: string) =>
    `postgres://${login}:${password}@127.0.0.1:${ports.postgres}/makegood`;
  return {
    DATABASE_ADMIN_URL: adminUrl(ports.postgres, secrets.postgresPassword),
    AUTH_DATABASE_URL: url("supabase_auth_admin", secrets.authPassword),
    DATABASE_OWNER_URL: url("makegood_owner", secrets.ownerPassword),
    DATABASE_WORKER_URL: url("makegood_worker", secrets.workerPassword),
    DATABASE_URL: url("makegood_app", secrets.appPassword),
  };
}

const simulatorSettings = (ports: Ports, secrets: Secrets): Environment => ({
  STRIPE_SECRET_KEY: secrets.pspKey,
  STRIPE_WEBHOOK_SECRET: secrets.pspWebhookSecret,
  STRIPE_API_URL: `http://127.0.0.1:${ports.psp}`,
  PSP_URL: `http://127.0.0.1:${ports.psp}`,
});

const keptFromTheDesk = new Set([
  "DATABASE_ADMIN_URL",
  "DATABASE_OWNER_URL",
  "AUTH_DATABASE_URL",
  "SUPABASE_SECRET_KEY",
  "GITHUB_CLIENT_SECRET",
  "GOOGLE_CLIENT_SECRET",
]);

/** What web and worker may know: no login that could change the schema or the users. */
export const deskEnvironment = (environment: Environment): Environment =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !keptFromTheDesk.has(name)));
