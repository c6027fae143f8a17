import { z } from "zod";
import { conversationStates } from "./schema";

const storedMoment = z.iso
  .datetime()
  .transform((text) => new Date(text))
  .nullable();

/** What a case was before, as the database keeps it. */
export const storedStanding = z.strictObject({
  assigneeId: z.uuid().nullable(),
  assigneeName: z.string().nullable(),
  labels: z.array(z.string()),
  conversation: z.enum(conversationStates),
  snoozedUntil: storedMoment,
  resolvedAt: storedMoment,
  firstReplyDueAt: storedMoment,
  nextReplyDueAt: storedMoment,
});

export type UndoEntry = Readonly<{
  caseId: string;
  /** The version the change left behind. Any other one means that somebody changed the case since. */
  versionAfter: number;
  before: z.input<typeof storedStanding>;
}>;
