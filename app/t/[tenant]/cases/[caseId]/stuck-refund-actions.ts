"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import {
  agreeToReplacement,
  declineReplacement,
  recordManualPayout,
  replaceRefund,
  retryRefund,
} from "@/lib/modules/refunds/alternatives";
import { manualPayoutInput, refundInput, replaceRefundInput } from "@/lib/modules/refunds/schema";
import { action } from "@/lib/web/action";

const showChange = async (): Promise<void> => revalidatePath("/t/[tenant]", "layout");

export const retryAction = action(
  refundInput,
  async (actor, input) => {
    await retryRefund(actor, input);
    await showChange();
  },
  "approval",
);

// One choice in the form: by hand, or one of the customer's accounts.
const replaceFields = z.preprocess((fields) => {
  const { to, ...rest } = z.record(z.string(), z.unknown()).parse(fields);
  return to === "manual" ? { ...rest, by: "manual" } : { ...rest, by: "store_credit", destinationId: to };
}, replaceRefundInput);

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

export const paidByHandAction = action(
  manualPayoutInput,
  async (actor, input) => {
    await recordManualPayout(actor, input);
    await showChange();
  },
  "approval",
);
