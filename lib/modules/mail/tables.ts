import { foreignKey, index, integer, jsonb, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { cases, messages } from "@/lib/modules/cases/tables";
import { createdAt, makegood, tenantId, tenantPolicies } from "@/lib/platform/tables";
import { customerMails, incomingOutcomes } from "./schema";

/** Words of a tenant in the place of ours, for one mail in one language. */
export const mailTemplates = makegood.table(
  "mail_templates",
  {
    tenantId: tenantId(),
    mail: text({ enum: customerMails }).notNull(),
    locale: text().notNull(),
    subject: text().notNull(),
    body: text().notNull(),
    version: integer().notNull().default(1),
    updatedByName: text().notNull(),
    updatedAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.mail, table.locale] }), ...tenantPolicies()],
);

/** Every mail that came in, once, with what became of it and its whole text: what a thread shows is shortened. */
export const incomingMails = makegood.table(
  "incoming_mails",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    /** Its own Message-ID, or one made of its content where it has none. */
    mailId: text().notNull(),
    fromAddress: text().notNull(),
    subject: text().notNull(),
    outcome: text({ enum: incomingOutcomes }).notNull(),
    /** In plain words, for what was set aside. */
    reason: text(),
    caseId: uuid(),
    messageId: uuid(),
    body: text().notNull(),
    /** Without scripts, styles, images and addresses that load by themselves. */
    html: text(),
    /** Files that were not kept, with the reason. */
    refusedFiles: jsonb().$type<readonly string[]>().notNull().default([]),
    receivedAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex("incoming_mails_once").on(table.tenantId, table.mailId),
    index("incoming_mails_sender").on(table.tenantId, table.fromAddress, table.receivedAt),
    index("incoming_mails_case").on(table.tenantId, table.caseId),
    index("incoming_mails_message").on(table.tenantId, table.messageId),
    index("incoming_mails_newest").on(table.tenantId, table.receivedAt),
    foreignKey({ columns: [table.tenantId, table.caseId], foreignColumns: [cases.tenantId, cases.id] }),
    foreignKey({
      columns: [table.tenantId, table.messageId],
      foreignColumns: [messages.tenantId, messages.id],
    }),
    ...tenantPolicies(),
  ],
);
