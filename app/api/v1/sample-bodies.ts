import type { Operation } from "./contract/shared";

export type SampleIds = Readonly<{
  orderNumber: string;
  itemId: string;
  orderLineId: string;
  caseId: string;
  decisionId: string;
  /** Something no other request names. */
  unique: string;
}>;

/** A request that its operation takes: with every optional field, so that each can be spoiled in turn. */
export function sampleOf({ operationId, path }: Operation, ids: SampleIds): { path: string; body: object } {
  const named = {
    caseId: ids.caseId,
    decisionId: ids.decisionId,
    externalId: operationId === "putOrder" ? ids.unique : ids.orderNumber,
  };
  return {
    path: path.replace(/\{(\w+)\}/, (_, name: keyof typeof named) => encodeURIComponent(named[name])),
    body: bodyOf(operationId, ids),
  };
}

function bodyOf(operationId: string, ids: SampleIds): object {
  const { orderNumber, itemId, orderLineId, unique } = ids;
  switch (operationId) {
    case "evaluatePolicy":
      return {
        orderNumber,
        action: "return",
        reason: "damaged",
        lines: [{ itemId, quantity: 1 }],
        method: { id: "card-1" },
        at: "2026-02-03T04:05:06Z",
        shippingMinor: 1,
        goodwillMinor: 1,
        condition: "unused",
        evidence: ["photo"],
      };
    case "openCase":
      return { orderNumber, subject: "Broken", message: "It broke.", externalId: unique };
    case "proposeRefund":
      return {
        caseVersion: 1,
        outcome: "partial",
        action: "return",
        lines: [{ orderLineId, quantity: 1, amountMinor: 100 }],
        shippingMinor: 0,
        goodwillMinor: 0,
        reasonCode: "damaged",
        rationale: "It arrived broken.",
        condition: "broken",
        evidence: ["photo"],
        customerReason: "It arrived broken.",
        isEvidenceConfirmed: false,
      };
    case "putOrder":
      return putBody(ids);
    case "denyDecision":
      return { version: 1, note: "Because of the photo.", customerReason: "The photo shows another cup." };
    default:
      return { version: 1, note: "Because of the photo." };
  }
}

const putBody = ({ unique }: SampleIds): object => ({
  customer: { externalId: unique, name: "Ana", email: "ana@example.test", country: "DE", membership: "gold" },
  status: "delivered",
  currency: "USD",
  placedAt: "2026-01-02T03:04:05Z",
  deliveredAt: "2026-01-05T03:04:05Z",
  country: "DE",
  shippingMinor: 500,
  lines: [
    {
      ...{ itemId: "cup", name: "Cup", options: "blue", category: "kitchen", isFinalSale: false },
      ...{ quantity: 3, unitPriceMinor: 1_000 },
    },
  ],
  payments: [
    {
      ...{ provider: "stripe", paymentId: `pi_${unique}`, methodId: `m-${unique}`, methodKind: "card" },
      ...{ methodLabel: "Visa •4242", amountMinor: 3_500, state: "captured" },
    },
  ],
  paymentMethods: [{ methodId: `g-${unique}`, kind: "gift_card", label: "Gift card" }],
});
