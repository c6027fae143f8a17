"use server";

import { revalidatePath } from "next/cache";
import { confirmFile, confirmFileInput } from "@/lib/modules/cases/confirm-file";
import { action } from "@/lib/web/action";

export const confirmFileAction = action(confirmFileInput, async (actor, input) => {
  await confirmFile(actor, input);
  revalidatePath("/t/[tenant]", "layout");
});
