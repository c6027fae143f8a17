"use server";

import { revalidatePath } from "next/cache";
import { editMacroInput, macroIdInput, macroInput } from "@/lib/modules/cases/macro-schema";
import { createMacro, editMacro, putMacroAway } from "@/lib/modules/cases/macros";
import { action } from "@/lib/web/action";

const showChange = (): void => revalidatePath("/t/[tenant]", "layout");

export const createMacroAction = action(macroInput, async (actor, input) => {
  await createMacro(actor, input);
  showChange();
  return { message: `The macro ${input.name} is there.` };
});

export const editMacroAction = action(editMacroInput, async (actor, input) => {
  await editMacro(actor, input);
  showChange();
});

export const archiveMacroAction = action(macroIdInput, async (actor, { macroId }) => {
  await putMacroAway(actor, macroId, true);
  showChange();
});

export const restoreMacroAction = action(macroIdInput, async (actor, { macroId }) => {
  await putMacroAway(actor, macroId, false);
  showChange();
});
