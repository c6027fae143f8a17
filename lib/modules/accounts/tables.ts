import { sql } from "drizzle-orm";
import { bigint, index, pgPolicy, pgRole, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { locales } from "@/lib/modules/notices/schema";
import { createdAt, makegood, moment } from "@/lib/platform/tables";
import { sessionKinds } from "./schema";

const user = pgRole("makegood_user").existing();
const owner = pgRole("makegood_owner").existing();

const ownRows = (column: string) => {
  const isOwn = sql.raw(`${column} = (select private.current_user_id())`);
  return [
    pgPolicy("own_rows", { for: "all", to: user, using: isOwn, withCheck: isOwn }),
    pgPolicy("owner_maintains", { for: "all", to: owner, using: sql`true`, withCheck: sql`true` }),
  ];
};

/** One per Supabase Auth user, made by a trigger on `auth.users` and repaired on first sight. */
export const profiles = makegood.table(
  "profiles",
  {
    id: uuid().primaryKey(),
    name: text().notNull().default(""),
    role: text({ enum: ["user", "admin"] })
      .notNull()
      .default("user"),
    locale: text({ enum: locales }).notNull().default("en"),
    disabledAt: moment(),
    createdAt: createdAt(),
  },
  () => [
    pgPolicy("own_profile", {
      for: "all",
      to: user,
      using: sql`id = (select private.current_user_id())`,
      withCheck: sql`id = (select private.current_user_id())`,
    }),
    pgPolicy("owner_maintains", { for: "all", to: owner, using: sql`true`, withCheck: sql`true` }),
  ],
);

/**
 * The sessions that one of our own sign-in pages opened. The auth server's word alone opens nothing: a session without a
 * row here was made behind our limits and our second factor.
 */
export const sessions = makegood.table(
  "sessions",
  {
    id: uuid().primaryKey(),
    userId: uuid().notNull(),
    kind: text({ enum: sessionKinds }).notNull(),
    device: text().notNull(),
    network: text().notNull(),
    passwordVerifiedAt: moment(),
    factorVerifiedAt: moment(),
    lastUsedAt: createdAt(),
    createdAt: createdAt(),
  },
  (table) => [index("sessions_user").on(table.userId), ...ownRows("user_id")],
);

/** An authenticator app. Its secret is encrypted; a code of a step that was used, or of an older one, is void. */
export const secondFactors = makegood.table(
  "second_factors",
  {
    userId: uuid().primaryKey(),
    sealedSecret: text().notNull(),
    lastStep: bigint({ mode: "number" }).notNull().default(0),
    /** Null until the first code proved that the app has the secret. */
    confirmedAt: moment(),
    createdAt: createdAt(),
  },
  () => ownRows("user_id"),
);

/** One-time substitutes for the authenticator app, kept as signatures. */
export const recoveryCodes = makegood.table(
  "recovery_codes",
  {
    userId: uuid().notNull(),
    signature: text().notNull(),
    usedAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.signature] }), ...ownRows("user_id")],
);
