import { z } from "zod";
import { labelInput } from "@/lib/modules/cases/label-schema";
import { mostBulkCases } from "@/lib/modules/cases/schema";

const caseIds = z
  .string()
  .transform((text) => [...new Set(text.split(",").filter(Boolean))])
  .pipe(
    z
      .array(z.uuid())
      .min(1, "Select a case first.")
      .max(mostBulkCases, `At most ${mostBulkCases} cases change at once.`),
  );

/** What is done to all selected cases at once. Never anything about money. */
export const bulkInput = z.discriminatedUnion("act", [
  z.strictObject({ act: z.literal("assign"), caseIds, memberId: z.union([z.uuid(), z.literal("none")]) }),
  z.strictObject({ act: z.enum(["label", "unlabel"]), caseIds, label: labelInput }),
  z.strictObject({
    act: z.literal("snooze"),
    caseIds,
    until: z.iso.datetime("Choose until when.").transform((text) => new Date(text)),
  }),
  z.strictObject({ act: z.enum(["resolve", "reopen", "spam", "not_spam"]), caseIds }),
]);
export type BulkInput = z.output<typeof bulkInput>;

export const undoInput = z.strictObject({ undoId: z.uuid() });

/** What became of each case. */
export type BulkReport = Readonly<{
  done: number;
  /** Left as they were, with the reason. */
  skipped: readonly Readonly<{ number: number; reason: string }>[];
  /** Takes it back for an hour; missing when nothing was done. */
  undoId?: string;
}>;
