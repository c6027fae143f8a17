"use server";

import { revalidatePath } from "next/cache";
import { requestReconciliation, takeInMismatch } from "@/lib/modules/refunds/mismatches";
import { mismatchInput, reconcileInput } from "@/lib/modules/refunds/reconcile-schema";
import { action } from "@/lib/web/action";

export const reconcileAction = action(reconcileInput, async (actor) => {
  await requestReconciliation(actor);
  revalidatePath("/t/[tenant]/refunds", "page");
});

export const takeInAction = action(
  mismatchInput,
  async (actor, { mismatchId }) => {
    await takeInMismatch(actor, mismatchId);
    revalidatePath("/t/[tenant]", "layout");
  },
  "approval",
);
