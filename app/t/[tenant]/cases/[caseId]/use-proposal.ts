import { useCallback, useState } from "react";
import type { Outcome } from "@/lib/modules/decisions/schema";
import type { Suggestion } from "@/lib/modules/decisions/suggest";
import type { Charge, PaymentMethod } from "@/lib/modules/orders/schema";
import type { Parts } from "./money-parts";
import { byHand } from "./propose-names";
import { type ChosenLines, priceOf, type RefundableLine } from "./refund-lines";

type Given = Readonly<{
  caseVersion: number;
  suggestion: Suggestion | undefined;
  lines: readonly RefundableLine[];
  charges: readonly Charge[];
  methods: readonly PaymentMethod[];
  shippingLeftMinor: number;
  canCancel: boolean;
}>;

/** What somebody chose to refund. */
export type Money = Readonly<{ isCancel: boolean; chosen: ChosenLines; parts: Parts }>;

const noParts: Parts = { shippingMinor: 0, goodwillMinor: 0 };

/** The proposal as it is being made, beginning with what the policy would say to the customer's request. */
export function useProposal({ caseVersion, suggestion, lines, charges, methods, ...order }: Given) {
  const [outcome, setOutcome] = useState<Outcome>(suggestion?.outcome ?? "approve");
  const [isCancel, setCancel] = useState(order.canCancel);
  const [chosenBefore, setChosen] = useState<ChosenLines>(() =>
    Object.fromEntries(
      (suggestion?.lines ?? []).map(({ orderLineId, quantity }) => [orderLineId, { quantity }]),
    ),
  );
  const [partsBefore, setParts] = useState(noParts);
  const [reasonCode, setReasonCode] = useState<string>(suggestion?.reasonCode ?? "");
  // What the reader looked at when they began; a newer one has to be looked at first.
  const [seenVersion, setSeenVersion] = useState(caseVersion);

  // Fields begin with what was restored.
  const [round, setRound] = useState(0);
  const restore = useCallback((money: Money) => {
    setCancel(money.isCancel);
    setChosen(money.chosen);
    setParts(money.parts);
    setRound((count) => count + 1);
  }, []);

  const chosen = withinLeft(chosenBefore, lines);
  const parts = toKnown(partsBefore, methods);
  const sum = sumOf({ lines, chosen, parts, isCancel, shippingLeftMinor: order.shippingLeftMinor });
  return {
    ...{ outcome, setOutcome, isCancel, setCancel, chosen, setChosen, parts, setParts },
    ...{ reasonCode, setReasonCode, restore, round },
    // As chosen, not as far as it is left: what others refund meanwhile is no choice of the reader's.
    money: { isCancel, chosen: chosenBefore, parts: partsBefore },
    seenVersion,
    lookAgain: () => setSeenVersion(caseVersion),
    sum,
    refundable: charges.reduce((total, charge) => total + charge.refundableMinor, 0),
    destination: destinationOf(sum, charges, methods, parts.methodId),
    signature: JSON.stringify([...[outcome, isCancel, chosen, parts, reasonCode, caseVersion]]),
  };
}

// Somebody else may have refunded a piece since it was ticked.
function withinLeft(chosen: ChosenLines, lines: readonly RefundableLine[]): ChosenLines {
  const known = new Map(lines.map((line) => [line.id, line]));
  return Object.fromEntries(
    Object.entries(chosen).flatMap(([id, choice]) => {
      const line = known.get(id);
      if (!line || line.left === 0) return [];
      const quantity = Math.min(choice.quantity, line.left);
      const isPart = (choice.amountMinor ?? 0) < quantity * line.unitPriceMinor;
      return [[id, { quantity, amountMinor: isPart ? choice.amountMinor : undefined }]];
    }),
  );
}

// An account may be gone since it was chosen.
const toKnown = (parts: Parts, methods: readonly PaymentMethod[]): Parts =>
  parts.methodId === byHand || methods.some(({ id }) => id === parts.methodId)
    ? parts
    : { ...parts, methodId: undefined };

type Summed = Pick<Given, "lines" | "shippingLeftMinor"> &
  Readonly<{ chosen: ChosenLines; parts: Parts; isCancel: boolean }>;

function sumOf({ lines, chosen, parts, isCancel, shippingLeftMinor }: Summed): number {
  const ofLines = lines.reduce((total, line) => {
    const choice = isCancel ? { quantity: line.left } : chosen[line.id];
    return total + (choice ? priceOf(line, choice) : 0);
  }, 0);
  return ofLines + (isCancel ? shippingLeftMinor : parts.shippingMinor) + parts.goodwillMinor;
}

// As the command splits it: oldest charge first.
function destinationOf(
  amountMinor: number,
  charges: readonly Charge[],
  methods: readonly PaymentMethod[],
  methodId: string | undefined,
): string {
  if (methodId === byHand) return "the customer by hand";
  const chosen = methods.find(({ id }) => id === methodId);
  if (chosen) return chosen.label;
  const labels: string[] = [];
  let open = amountMinor;
  for (const charge of charges) {
    if (open > 0 && charge.refundableMinor > 0) labels.push(charge.methodLabel);
    open -= charge.refundableMinor;
  }
  return labels.join(" and ");
}
