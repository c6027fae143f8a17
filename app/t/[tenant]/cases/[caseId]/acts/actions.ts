"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { changeCase } from "@/lib/modules/cases/change-one";
import { undoInput } from "@/lib/modules/cases/inbox/bulk-schema";
import { labelInput } from "@/lib/modules/cases/label-schema";
import { mergeCase, mergeInput, unmergeCase, unmergeInput } from "@/lib/modules/cases/merge";
import { undoChange } from "@/lib/modules/cases/undo";
import { DomainError } from "@/lib/platform/errors";
import { action } from "@/lib/web/action";

const showChange = (): void => revalidatePath("/t/[tenant]", "layout");

/** With the way back to exactly what was, clocks and all. */
const done = (undo: Readonly<{ undoId?: string }>) => ({ report: { done: 1, skipped: [], ...undo } });

export const takeBackAction = action(undoInput, async (actor, { undoId }) => {
  const { skipped } = await undoChange(actor, undoId);
  showChange();
  if (skipped[0]) throw new DomainError("conflict", skipped[0].reason);
});

const caseId = z.uuid();
const moment = z.coerce.date("Choose a time.");

export const assignAction = action(
  z.strictObject({ caseId, memberId: z.union([z.uuid(), z.literal("")]) }),
  async (actor, input) => {
    await changeCase(actor, input.caseId, { memberId: input.memberId || null });
    showChange();
  },
);

export const labelAction = action(
  z.strictObject({ caseId, add: labelInput.optional(), remove: labelInput.optional() }),
  async (actor, { caseId: id, add, remove }) => {
    await changeCase(actor, id, {
      ...(add ? { addLabels: [add] } : {}),
      ...(remove ? { removeLabels: [remove] } : {}),
    });
    showChange();
  },
);

export const snoozeAction = action(
  z.strictObject({ caseId, until: z.union([z.literal(""), moment]) }),
  async (actor, { caseId: id, until }) => {
    const undo = await changeCase(actor, id, { snoozedUntil: until === "" ? null : until });
    showChange();
    return done(undo);
  },
);

export const stateAction = action(
  z.strictObject({ caseId, conversation: z.enum(["open", "waiting_customer", "resolved", "spam"]) }),
  async (actor, { caseId: id, conversation }) => {
    const undo = await changeCase(actor, id, { conversation });
    showChange();
    return done(undo);
  },
);

export const mergeAction = action(mergeInput, async (actor, input) => {
  await mergeCase(actor, input);
  showChange();
});

export const unmergeAction = action(unmergeInput, async (actor, input) => {
  await unmergeCase(actor, input);
  showChange();
});
