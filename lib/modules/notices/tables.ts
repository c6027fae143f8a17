import { sql } from "drizzle-orm";
import { index, jsonb, pgPolicy, pgRole, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, makegood, tenantId } from "@/lib/platform/tables";
import { locales, type NoticeDetail, noticeKinds } from "./schema";

const user = pgRole("makegood_user").existing();
const worker = pgRole("makegood_worker").existing();
const owner = pgRole("makegood_owner").existing();

/** A mail of ours about an account or a workspace, and what its owner later reads as account activity. */
export const notices = makegood.table(
  "notices",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    userId: uuid(),
    email: text(),
    kind: text({ enum: noticeKinds }).notNull(),
    locale: text({ enum: locales }).notNull(),
    detail: jsonb().$type<NoticeDetail>().notNull().default({}),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("notices_user").on(table.userId, table.createdAt),
    pgPolicy("staff_of_tenant_and_addressee", {
      for: "all",
      to: user,
      using: sql`tenant_id = (select private.staff_tenant_id()) or user_id = (select private.current_user_id())`,
      withCheck: sql`tenant_id = (select private.staff_tenant_id())`,
    }),
    pgPolicy("worker_for_tenant", {
      for: "all",
      to: worker,
      using: sql`tenant_id = (select private.acting_tenant_id())`,
      withCheck: sql`tenant_id = (select private.acting_tenant_id())`,
    }),
    pgPolicy("owner_maintains", { for: "all", to: owner, using: sql`true`, withCheck: sql`true` }),
  ],
);
