"use server";

import { revalidatePath } from "next/cache";
import { giveUpReply, retryReply } from "@/lib/modules/mail/reply-commands";
import { replyInput } from "@/lib/modules/mail/schema";
import { action } from "@/lib/web/action";

const showChange = (): void => revalidatePath("/t/[tenant]/cases/[caseId]", "page");

export const retryReplyAction = action(replyInput, async (actor, input) => {
  await retryReply(actor, input);
  showChange();
});

export const giveUpReplyAction = action(replyInput, async (actor, input) => {
  await giveUpReply(actor, input);
  showChange();
});
