import "server-only";
import type { Actor } from "@/lib/platform/actor";
import { csvLine } from "@/lib/platform/csv";
import { decimalOf } from "@/lib/platform/money";
import { listLedger } from "./ledger-page";
import type { LedgerQuery, LedgerRow } from "./ledger-schema";

const readAtOnce = 500;

const columns: readonly (readonly [name: string, value: (row: LedgerRow) => unknown])[] = [
  ["case", (row) => row.caseNumber],
  ["order", (row) => row.orderExternalId],
  ["customer", (row) => row.customerName],
  ["amount", (row) => decimalOf(row.amountMinor, row.currency)],
  ["currency", (row) => row.currency],
  ["state", (row) => row.state],
  ["method", (row) => row.method],
  ["to", (row) => row.destination],
  ["provider_refund_id", (row) => row.providerRefundId],
  ["reference", (row) => row.manualReference],
  ["failure_reason", (row) => row.failureReason],
  ["attempts", (row) => row.attempts],
  ["decided_by", (row) => row.decidedByName],
  ["decided_at", (row) => row.createdAt.toISOString()],
  ["submitted_at", (row) => row.submittedAt?.toISOString()],
  ["settled_at", (row) => row.settledAt?.toISOString()],
  ["refund_id", (row) => row.id],
];

/** The refunds that the filter asks for as comma-separated values, page by page, so that no size is too large. */
export async function* exportLedger(actor: Actor, query: LedgerQuery): AsyncGenerator<string> {
  yield csvLine(columns.map(([name]) => name));
  let cursor: string | undefined;
  do {
    const page = await listLedger(actor, { ...query, cursor }, readAtOnce);
    yield page.rows.map((row) => csvLine(columns.map(([, value]) => value(row)))).join("");
    cursor = page.nextCursor;
  } while (cursor);
}
