import { z } from "zod";
import type { CaseProjection, InboxCounts } from "./schema";

/** What somebody does on a case, the strongest last: of two tabs of one person, others see the stronger. */
export const doings = ["viewing", "note", "reply", "decision"] as const;
export type Doing = (typeof doings)[number];

/** A colleague who has the same case open now. */
export type Viewer = Readonly<{ userId: string; name: string; doing: Doing }>;

/** Whose turn it is to decide on a case. Only advice: what counts is the version check of each command. */
export type EditLock = Readonly<{
  /** `elsewhere`: in another tab of the same person. */
  state: "mine" | "elsewhere" | "theirs" | "unknown";
  /** Who has it, when it is theirs. */
  holderName?: string | undefined;
}>;

/** What a tab of the desk hears each time it asks. */
export type LiveAnswer = Readonly<{
  /** Changes whenever something of the tenant does; otherwise it has no meaning. */
  revision: string;
  counts: InboxCounts;
  /** Missing without a case in view. */
  caseLive?: CaseLive | undefined;
}>;

export type CaseLive = Readonly<{
  caseId: string;
  projection: CaseProjection;
  /** Colleagues, without the reader. */
  viewers: readonly Viewer[];
  lock?: EditLock | undefined;
}>;

export const liveQuery = z.strictObject({
  case: z.uuid().optional(),
  doing: z.enum(doings).default("viewing"),
  /** The tab that asks, so that one person's two tabs do not share an edit lock. */
  tab: z
    .string()
    .regex(/^[\w-]{8,64}$/)
    .optional(),
  /** Takes the edit lock from whoever has it. */
  take: z.literal("1").optional(),
});
