import type { Dictionary } from "@/lib/modules/portal/dictionary";

export type FormWords = Readonly<{
  /** Stands above an error: "There is a problem". */
  problem: string;
  /** Said when nobody can know whether it arrived. */
  lost: string;
  /** Said instead of sending files that are larger than what reaches the server. */
  tooLarge: string;
}>;

/** What every form says when it fails. */
export const formWords = ({ errors }: Dictionary): FormWords => ({
  problem: errors.summary,
  lost: errors.lost,
  tooLarge: errors.fields.fileSize,
});
