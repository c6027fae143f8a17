import "server-only";
import { z } from "zod";
import type { MemberActor } from "@/lib/platform/actor";
import { csvLine } from "@/lib/platform/csv";
import { asActor } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { recordAudit } from "./audit";
import { mayReadAudit } from "./policy";
import { exploreAudit } from "./queries";
import { type AuditExplorerQuery, type AuditRow, auditExplorerQuery } from "./schema";

const readAtOnce = 500;

export const auditExportQuery = auditExplorerQuery.extend({
  format: z.enum(["csv", "jsonl"]).default("csv").catch("csv"),
});
type AuditExport = z.output<typeof auditExportQuery>;

const columns = [
  ...["createdAt", "actorKind", "actorName", "action", "subjectType", "subjectId"],
  ...["detail", "before", "after", "origin", "position", "hash", "actorId", "id"],
] as const;

/**
 * The entries of the filter, the newest first, page by page. That somebody took them out stands in the log as well.
 * @throws DomainError `forbidden` for who may not read the log
 */
export async function exportAudit(
  actor: MemberActor,
  { format, ...query }: AuditExport,
): Promise<AsyncGenerator<string>> {
  if (!mayReadAudit(actor)) {
    throw new DomainError("forbidden", "A lead, finance or an admin reads the audit log.");
  }
  await asActor(actor, (tx) =>
    recordAudit(tx, actor, {
      action: "audit.exported",
      subjectType: "tenant",
      subjectId: actor.tenantId,
      detail: { format, ...query },
    }),
  );
  return format === "csv" ? asTable(actor, query) : asLines(actor, query);
}

async function* asTable(actor: MemberActor, query: AuditExplorerQuery): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const rows of pagesOf(actor, query)) {
    yield rows
      .map((row) => {
        const fields: Readonly<Record<string, unknown>> = row;
        return csvLine(columns.map((name) => fields[name]));
      })
      .join("");
  }
}

async function* asLines(actor: MemberActor, query: AuditExplorerQuery): AsyncGenerator<string> {
  for await (const rows of pagesOf(actor, query)) {
    yield rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  }
}

async function* pagesOf(actor: MemberActor, query: AuditExplorerQuery): AsyncGenerator<readonly AuditRow[]> {
  let cursor: string | undefined;
  do {
    const page = await exploreAudit(actor, { ...query, cursor }, readAtOnce);
    yield page.rows;
    cursor = page.nextCursor;
  } while (cursor);
}
