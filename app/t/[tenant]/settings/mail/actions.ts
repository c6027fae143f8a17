"use server";

import { revalidatePath } from "next/cache";
import { saveTemplateInput, templateInput } from "@/lib/modules/mail/schema";
import { resetTemplate, saveTemplate } from "@/lib/modules/mail/template-commands";
import { action } from "@/lib/web/action";

const showChange = (): void => revalidatePath("/t/[tenant]/settings/mail", "layout");

export const saveTemplateAction = action(saveTemplateInput, async (actor, input) => {
  await saveTemplate(actor, input);
  showChange();
  return { message: "The words are saved." };
});

export const resetTemplateAction = action(templateInput, async (actor, input) => {
  await resetTemplate(actor, input);
  showChange();
});
