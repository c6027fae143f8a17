"use server";

import { revalidatePath } from "next/cache";
import { changeCases } from "@/lib/modules/cases/inbox/bulk";
import { bulkInput, undoInput } from "@/lib/modules/cases/inbox/bulk-schema";
import {
  changeView,
  changeViewInput,
  createView,
  createViewInput,
  deleteView,
  deleteViewInput,
} from "@/lib/modules/cases/inbox/views";
import { undoChange } from "@/lib/modules/cases/undo";
import { action } from "@/lib/web/action";

export const changeCasesAction = action(bulkInput, async (actor, input) => ({
  report: await changeCases(actor, input),
}));

export const undoAction = action(undoInput, async (actor, { undoId }) => ({
  report: await undoChange(actor, undoId),
}));

const showViews = async (): Promise<void> => revalidatePath("/t/[tenant]", "layout");

export const createViewAction = action(createViewInput, async (actor, input) => {
  await createView(actor, input);
  await showViews();
});

export const changeViewAction = action(changeViewInput, async (actor, input) => {
  await changeView(actor, input);
  await showViews();
});

export const deleteViewAction = action(deleteViewInput, async (actor, { viewId }) => {
  await deleteView(actor, viewId);
  await showViews();
});
