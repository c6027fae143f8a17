import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse } from "smol-toml";
import { z } from "zod";

const file = resolve("supabase", "config.toml");

// The embedded server refuses keys it does not know, so only these travel from the file that the Supabase CLI reads.
const templateNames = ["confirmation", "recovery", "magic_link", "email_change", "invite"] as const;
const template = z.object({ subject: z.string(), content_path: z.string() });
// A provider whose client is in the environment is on; the file cannot say so, because it is the same everywhere.
const provider = z
  .object({ client_id: z.string(), secret: z.string(), url: z.string().optional() })
  .transform(({ url, ...client }) => ({
    ...client,
    enabled: client.client_id !== "",
    ...(url && { url }),
  }));
const configSchema = z.object({
  auth: z.object({
    additional_redirect_urls: z.array(z.string()).default([]),
    jwt_expiry: z.number(),
    enable_refresh_token_rotation: z.boolean(),
    enable_signup: z.boolean(),
    minimum_password_length: z.number(),
    password_requirements: z.string().optional(),
    email: z.object({
      enabled: z.boolean(),
      double_confirm_changes: z.boolean(),
      enable_confirmations: z.boolean(),
      otp_length: z.number(),
      otp_expiry: z.number(),
      template: z.record(z.enum(templateNames), template),
    }),
    external: z.object({ github: provider.optional(), google: provider.optional() }).default({}),
  }),
});

/** The part of supabase/config.toml that the embedded auth server understands, for a desk at `siteUrl`. */
export function readAuthConfig(siteUrl: string) {
  const { auth } = configSchema.parse(withEnvironment(parse(readFileSync(file, "utf8"))));
  const { enabled, ...email } = auth.email;
  const templates = Object.entries(auth.email.template).map(([name, { subject, content_path }]) => [
    name,
    { subject, content_path: resolve(dirname(file), "..", content_path) },
  ]);
  return {
    ...auth,
    site_url: siteUrl,
    additional_redirect_urls: [...auth.additional_redirect_urls, `${siteUrl}/**`],
    email: { ...email, enable_signup: enabled, template: Object.fromEntries(templates) },
  };
}

/** `env(NAME)` stands for a variable, as for the Supabase CLI. */
const withEnvironment = (config: unknown): unknown =>
  JSON.parse(JSON.stringify(config), (_key, value) =>
    typeof value === "string"
      ? value.replace(/^env\((\w+)\)$/, (_match, name: string) => process.env[name] ?? "")
      : value,
  );
