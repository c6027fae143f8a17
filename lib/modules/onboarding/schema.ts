import { z } from "zod";
import { putOrderInput } from "@/lib/modules/orders/intake-schema";

export const drillModes = [
  "timeout_after_paying",
  "error_500_after_paying",
  "rate_limited",
  "insufficient_balance",
  "fails_later",
  "not_refundable",
] as const;
export type DrillMode = (typeof drillModes)[number];

/** What the cases of drills are labelled with. */
export const drillLabel = "drill";

/** What goes wrong in each drill, and what its watcher will see. */
export const drillWords: Readonly<Record<DrillMode, Readonly<{ label: string; outcome: string }>>> = {
  timeout_after_paying: {
    label: "The provider pays, and its answer is lost",
    outcome: "The payout stands at “unknown”, is looked up, and is found: one refund, one mail.",
  },
  error_500_after_paying: {
    label: "The provider pays, and answers with an error",
    outcome: "Nothing is believed until it is looked up: one refund, one mail.",
  },
  rate_limited: {
    label: "The provider is too busy",
    outcome: "The payout is tried again a moment later.",
  },
  insufficient_balance: {
    label: "The balance at the provider is too low",
    outcome: "The refund waits at the bank, and the customer is not told that it was paid.",
  },
  fails_later: {
    label: "The bank sends the money back",
    outcome: "The refund succeeds and fails a moment later: the case turns red and asks for a person.",
  },
  not_refundable: {
    label: "The provider refuses",
    outcome: "The case turns red: try again, or pay another way when two people agree.",
  },
};

export const drillInput = z.strictObject({ mode: z.enum(drillModes) });
export type Drill = z.output<typeof drillInput>;

/** The steps of setting up, each done or not. */
export type Setup = Readonly<{
  isProviderConnected: boolean;
  orderCount: number;
  hasPolicy: boolean;
  hasLimits: boolean;
  memberCount: number;
  paidCount: number;
}>;

/** The largest file of orders that is taken in at once. */
export const maxImportBytes = 2_000_000;
export const maxImportRows = 5_000;

export const importedOrder = putOrderInput;

/** What a file of orders would do, or did. Lines count from 1, the heading included, as spreadsheets show them. */
export type ImportReport = Readonly<{
  created: number;
  updated: number;
  unchanged: number;
  problems: readonly Readonly<{ line: number; column?: string; message: string }>[];
}>;
