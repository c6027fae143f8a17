import { z } from "zod";
import { inboxSplits } from "@/lib/modules/cases/schema";
import { longestSearch } from "@/lib/modules/cases/search-words";

/** By the last message, or by what is owed next. */
export const inboxSorts = ["newest", "oldest", "due"] as const;

/** What the inbox shows, as its address says it. What is missing is left to the split. */
export const inboxView = z.strictObject({
  split: z.enum(inboxSplits).default("all"),
  /** The words of the search box. */
  q: z
    .string()
    .transform((words) => words.trim().slice(0, longestSearch))
    .default(""),
  sort: z.enum(inboxSorts).optional(),
});
export type InboxView = z.output<typeof inboxView>;

export const inboxPageQuery = z.strictObject({
  ...inboxView.shape,
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

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
