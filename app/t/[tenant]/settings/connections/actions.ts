"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { checkCrm, connectCrm } from "@/lib/modules/crm/health";
import { connectCrmInput } from "@/lib/modules/crm/schema";
import { action } from "@/lib/web/action";

const showChange = (): void => revalidatePath("/t/[tenant]/settings/connections", "page");

export const connectCrmAction = action(
  connectCrmInput,
  async (actor, input) => {
    await connectCrm(actor, input);
    showChange();
    return { message: "The CRM took a signed test message. What is decided goes there from now on." };
  },
  "account",
);

export const checkCrmAction = action(
  z.strictObject({}),
  async (actor) => {
    await checkCrm(actor).finally(showChange);
    return { message: "The CRM took a signed test message." };
  },
  "account",
);
