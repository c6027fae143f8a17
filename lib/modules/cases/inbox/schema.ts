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

/** The same for the API, which has no words to search with. */
export const inboxQuery = z.strictObject({
  split: z.enum(inboxSplits).default("all"),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
