import { type DrillQuery, lastDays, type Period } from "@/lib/modules/reports/schema";

/** The address of the report of a period, and of the currency that its charts show. */
export function reportHref(slug: string, { from, to }: Period, currency?: string): string {
  return `/t/${slug}/reports?${new URLSearchParams({ from, to, ...(currency && { currency }) })}`;
}

/** The address of the cases behind one number. */
export function drillHref(slug: string, { from, to }: Period, query: DrillQuery): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `/t/${slug}/reports/cases?${new URLSearchParams([["from", from], ["to", to], ...given])}`;
}

export const isPreset = ({ from, to }: Period, days: number): boolean => {
  const preset = lastDays(days);
  return preset.from === from && preset.to === to;
};
