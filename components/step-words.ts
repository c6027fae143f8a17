import type { FollowThroughStepName, StepState } from "@/lib/modules/cases/schema";
import { lookOf } from "./states";

export const stepNames: Readonly<Record<FollowThroughStepName, string>> = {
  decision: "Decision",
  approval: "Approval",
  payout: "Payout",
  mail: "Customer mail",
  crm: "CRM",
};

const doneWords: Readonly<Record<FollowThroughStepName, string>> = {
  decision: "Made",
  approval: "Given",
  payout: "Paid",
  mail: "Sent",
  crm: "Updated",
};

/** How a step's state is said: "Paid" rather than "Done". */
export const stepWords = (step: FollowThroughStepName, state: StepState): string =>
  state === "done" ? doneWords[step] : lookOf("step", state).word;
