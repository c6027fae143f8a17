import { exportLedger } from "@/lib/modules/refunds/export";
import { ledgerQuery } from "@/lib/modules/refunds/ledger-schema";
import { deskRoute } from "@/lib/web/desk-route";
import { downloadResponse } from "@/lib/web/download";

/** The refunds that the ledger's filter shows, as a table. */
export const GET = deskRoute<object>(async ({ actor, request }) => {
  const query = ledgerQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  const day = new Date().toISOString().slice(0, 10);
  return downloadResponse({ name: `refunds-${day}.csv`, mediaType: "text/csv" }, exportLedger(actor, query));
});
