import type { AuditExplorerQuery } from "@/lib/modules/audit/schema";

/** The filter as an address carries it. */
export function auditSearch(
  query: Partial<AuditExplorerQuery>,
  more: Readonly<Record<string, string>> = {},
): string {
  const given = Object.entries({ ...query, ...more }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length > 0 ? `?${new URLSearchParams(given)}` : "";
}

export const auditHref = (slug: string, query: Partial<AuditExplorerQuery>): string =>
  `/t/${slug}/audit${auditSearch(query)}`;
