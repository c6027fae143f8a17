import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./lib/modules/*/tables.ts",
  out: "./supabase/migrations",
  casing: "snake_case",
  schemaFilter: ["makegood"],
  migrations: { prefix: "supabase" },
});
