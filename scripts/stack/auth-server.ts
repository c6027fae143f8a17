import { readFileSync } from "node:fs";
import { serve } from "@hono/node-server";
import { App } from "@supabase/lite";
import { createPostgresConnection } from "@supabase/lite/postgres";
import { readAuthConfig } from "./auth-config";
import { createAuthMailer } from "./auth-mailer";

// The Supabase team's own server for development, with nothing mounted but the paths the app uses: the rest of it
// includes a data API with a keyless admin mode, and calls that make confirmed users.
const openPaths =
  /^\/auth\/v1\/(signup|token|verify|recover|resend|otp|user|logout|reauthenticate|settings|health|authorize|callback|\.well-known\/jwks\.json)$/;
const systemTables = ["users", "sessions", "refresh_tokens", "identities", "flow_state", "audit_log_entries"];

// The server hands over JSON as text already; without this every jsonb column would hold a string.
const json = {
  serialize: (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value)),
  parse: JSON.parse,
};
const connection = createPostgresConnection({
  url: requireSetting("AUTH_DATABASE_URL"),
  postgresOptions: {
    max: 10,
    types: { json: { to: 114, from: [114], ...json }, jsonb: { to: 3802, from: [3802], ...json } },
    connection: { application_name: "auth" },
    onnotice: () => undefined,
  },
});

const mailer = createAuthMailer({
  smtpUrl: requireSetting("SMTP_URL"),
  from: requireSetting("MAIL_FROM"),
});
const app = new App({
  connection,
  auth: {
    ...readAuthConfig(requireSetting("SITE_URL")),
    enabled: true,
    jwt_secret: requireSetting("AUTH_JWT_SECRET"),
    publishable_key: requireSetting("SUPABASE_PUBLISHABLE_KEY"),
    secret_key: requireSetting("SUPABASE_SECRET_KEY"),
  },
  api: { external_url: requireSetting("SUPABASE_URL") },
  db: { migrations: { enabled: false } },
  studio: { enabled: false },
  options: {
    server: { disableStudio: true, admin: false },
    drivers: { email: { send: mailer.send } },
  },
});

await app.ensureSystemSchema();
// It swallows what goes wrong there, so each table is asked for.
for (const table of systemTables) await connection.exec(`select 1 from auth.${table} limit 0`);
await connection.exec(readFileSync("scripts/stack/auth-grants.sql", "utf8"));

const server = serve({
  port: Number(requireSetting("AUTH_PORT")),
  hostname: "127.0.0.1",
  fetch: async (request, bindings) => {
    const { pathname } = new URL(request.url);
    // A mail scanner's GET or HEAD would already use up the token of a link.
    const isClosed =
      !openPaths.test(pathname) || (pathname === "/auth/v1/verify" && request.method !== "POST");
    if (isClosed) return Response.json({ error: "not_found" }, { status: 404 });
    return app.fetch(request, { peerAddress: bindings.incoming.socket.remoteAddress ?? null });
  },
});

const stop = () => {
  server.close(async () => {
    await connection.close();
    process.exit(0);
  });
  if ("closeAllConnections" in server) server.closeAllConnections();
};
process.once("SIGTERM", stop);
process.once("SIGINT", stop);

function requireSetting(name: string): string {
  const value = process.env[name];
  if (value) return value;
  process.stderr.write(`${name} is not set.\n`);
  process.exit(2);
}
