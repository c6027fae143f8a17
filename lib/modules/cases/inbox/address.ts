import type { InboxView } from "./schema";

/** The address of a view; what is usual is left out. */
export function addressOf(
  { split, q, sort }: InboxView,
  more: Readonly<Record<string, string>> = {},
): string {
  const search = new URLSearchParams({
    ...(split !== "all" && { split }),
    ...(q && { q }),
    ...(sort && { sort }),
    ...more,
  });
  return search.size > 0 ? `?${search}` : "";
}
