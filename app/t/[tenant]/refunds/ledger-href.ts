import type { LedgerQuery } from "@/lib/modules/refunds/ledger-schema";

/** The filter as an address carries it: only what differs from everything. */
export function ledgerSearch(query: Partial<LedgerQuery>): string {
  const given = Object.entries(query).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== "all",
  );
  return given.length > 0 ? `?${new URLSearchParams(given)}` : "";
}

export const ledgerHref = (slug: string, query: Partial<LedgerQuery>): string =>
  `/t/${slug}/refunds${ledgerSearch(query)}`;
