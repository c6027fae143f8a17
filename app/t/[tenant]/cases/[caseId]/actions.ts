"use server";

import { revalidatePath } from "next/cache";
import {
  appealDecision,
  approveDecision,
  denyDecision,
  proposeRefund,
  returnDecision,
  revokeDecision,
  withdrawDecision,
} from "@/lib/modules/decisions/commands";
import { decideInput, decideWithReasonInput, denyInput } from "@/lib/modules/decisions/schema";
import { action } from "@/lib/web/action";
import { proposeFields } from "./propose-fields";

// A decision changes the case, the lists around it and the counts of the rail.
const showChange = async (): Promise<void> => revalidatePath("/t/[tenant]", "layout");

export const proposeAction = action(proposeFields, async (actor, input) => {
  await proposeRefund(actor, input);
  await showChange();
});

export const approveAction = action(
  decideInput,
  async (actor, input) => {
    await approveDecision(actor, input);
    await showChange();
  },
  "approval",
);

export const denyAction = action(denyInput, async (actor, input) => {
  await denyDecision(actor, input);
  await showChange();
});

export const returnAction = action(decideWithReasonInput, async (actor, input) => {
  await returnDecision(actor, input);
  await showChange();
});

export const withdrawAction = action(decideInput, async (actor, input) => {
  await withdrawDecision(actor, input);
  await showChange();
});

export const revokeAction = action(decideWithReasonInput, async (actor, input) => {
  await revokeDecision(actor, input);
  await showChange();
});

export const appealAction = action(decideWithReasonInput, async (actor, input) => {
  await appealDecision(actor, input);
  await showChange();
});
