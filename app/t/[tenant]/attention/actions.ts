"use server";

import { revalidatePath } from "next/cache";
import { ownIncident, retryIncident, skipIncident } from "@/lib/modules/incidents/commands";
import {
  type BulkOutcome,
  ownIncidentInput,
  retryIncidentInput,
  skipIncidentInput,
} from "@/lib/modules/incidents/schema";
import { action } from "@/lib/web/action";

const showChange = (): void => revalidatePath("/t/[tenant]", "layout");

export const ownAction = action(ownIncidentInput, async (actor, input) => {
  await ownIncident(actor, input);
  showChange();
});

// Some of it pays money, so whoever does it has proved lately who they are.
export const retryAllAction = action(
  retryIncidentInput,
  async (actor, input) => {
    const outcome = await retryIncident(actor, input);
    showChange();
    return { message: wordsOf("Tried again", outcome) };
  },
  "approval",
);

export const skipAllAction = action(skipIncidentInput, async (actor, input) => {
  const outcome = await skipIncident(actor, input);
  showChange();
  return { message: wordsOf("Skipped", outcome) };
});

const namedAtMost = 5;

function wordsOf(verb: string, { done, refused, left }: BulkOutcome): string {
  const named = refused
    .slice(0, namedAtMost)
    .map(({ caseNumber, words }) => `${caseNumber === null ? "" : `#${caseNumber}: `}${words}`)
    .join(" ");
  return [
    `${verb}: ${done}.`,
    refused.length > 0 ? `Left out: ${refused.length}. ${named}` : "",
    left > 0 ? `${left} more wait.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}
