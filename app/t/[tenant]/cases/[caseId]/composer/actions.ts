"use server";

import { revalidatePath } from "next/cache";
import { postNote, postReply } from "@/lib/modules/cases/reply";
import { type Posted, postNoteInput, postReplyInput } from "@/lib/modules/cases/reply-schema";
import { action } from "@/lib/web/action";

// A message changes the case, the lists around it and the counts of the rail.
const showChange = (): void => revalidatePath("/t/[tenant]", "layout");

export const replyAction = action(postReplyInput, async (actor, input) => {
  const posted = await postReply(actor, input);
  showChange();
  return { message: wordsOf(posted) };
});

export const noteAction = action(postNoteInput, async (actor, input) => {
  await postNote(actor, input);
  showChange();
  return { message: "The note is in the thread. Only colleagues see it." };
});

function wordsOf({ wroteMeanwhile, notResolved }: Posted): string {
  const meanwhile =
    wroteMeanwhile.length > 0
      ? ` ${wroteMeanwhile.join(" and ")} wrote while you were typing. Look at the thread again.`
      : "";
  const unresolved = notResolved ? ` The case was not resolved: ${notResolved}` : "";
  return `Your reply is on its way.${meanwhile}${unresolved}`;
}
