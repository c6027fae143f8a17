"use server";

import { revalidatePath } from "next/cache";
import {
  agreeToReplacement,
  declineReplacement,
  recordManualPayout,
  replaceRefund,
  retryRefund,
} from "@/lib/modules/refunds/alternatives";
import { cancelHeldRefund } from "@/lib/modules/refunds/held";
import { cancelHeldInput, manualPayoutInput, refundInput } from "@/lib/modules/refunds/schema";
import { action } from "@/lib/web/action";
import { replaceFields } from "./replace-fields";

const showChange = async (): Promise<void> => revalidatePath("/t/[tenant]", "layout");

export const retryAction = action(
  refundInput,
  async (actor, input) => {
    await retryRefund(actor, input);
    await showChange();
  },
  "approval",
);

export const replaceAction = action(
  replaceFields,
  async (actor, input) => {
    await replaceRefund(actor, input);
    await showChange();
  },
  "approval",
);

export const agreeAction = action(
  refundInput,
  async (actor, input) => {
    await agreeToReplacement(actor, input);
    await showChange();
  },
  "approval",
);

export const declineAction = action(refundInput, async (actor, input) => {
  await declineReplacement(actor, input);
  await showChange();
});

export const cancelHeldAction = action(
  cancelHeldInput,
  async (actor, input) => {
    await cancelHeldRefund(actor, input);
    await showChange();
  },
  "approval",
);

export const paidByHandAction = action(
  manualPayoutInput,
  async (actor, input) => {
    await recordManualPayout(actor, input);
    await showChange();
  },
  "approval",
);
