import fc from "fast-check";
import { planLegs } from "@/lib/modules/decisions/amounts";
import { refundableOf } from "@/lib/modules/orders/commands";

// The books of one order as they should be: two charges, two cases that compete for them, and what the bank, the shop's
// own people at the provider, and the worker do meanwhile.

export const unitMinor = 1_000;
export const captured = [6_000, 4_000] as const;
export const pieces = 10;
export const cases = 2;

export type LegState = "reserved" | "scheduled" | "submitting" | "succeeded" | "failed" | "canceled";
export type Leg = {
  charge: number;
  amountMinor: number;
  state: LegState;
  /** Which decision of its case it belongs to. */
  round: number;
};
type Case = { decision: "none" | "waiting" | "approved" | "ended"; round: number; legs: Leg[] };
export type Book = {
  reserved: number[];
  outside: number[];
  disputed: number[];
  cases: Case[];
};

export const newBook = (): Book => ({
  reserved: [0, 0],
  outside: [0, 0],
  disputed: [0, 0],
  cases: Array.from({ length: cases }, () => ({ decision: "none", round: 0, legs: [] })),
});

export type Act =
  | Readonly<{ kind: "propose"; at: number; quantity: number }>
  | Readonly<{ kind: "approve" | "deny" | "return" | "withdraw" | "revoke"; at: number }>
  | Readonly<{ kind: "submit"; at: number }>
  | Readonly<{ kind: "settle"; at: number; isPaid: boolean }>
  | Readonly<{ kind: "outside" | "dispute"; charge: number; amountMinor: number }>
  | Readonly<{ kind: "close"; charge: number; isWon: boolean }>;

const at = fc.nat(cases - 1);
const charge = fc.nat(captured.length - 1);
export const anyAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("propose"), at, quantity: fc.integer({ min: 1, max: 8 }) }),
  },
  // What leads to a payment comes often enough to happen: each of these needs the one before it.
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("approve"), at }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("submit"), at }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom("deny", "return", "withdraw", "revoke"), at }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("settle"), at, isPaid: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("outside", "dispute"),
      charge,
      amountMinor: fc.integer({ min: 1, max: 3_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("close"), charge, isWon: fc.boolean() }) },
) as fc.Arbitrary<Act>;

/** What may still be promised of each charge. */
export const leftOf = (book: Book): number[] =>
  captured.map((capturedMinor, index) =>
    refundableOf({
      ...{ state: "captured", authorizedMinor: 0, capturedMinor },
      reservedMinor: book.reserved[index] ?? 0,
      externalRefundedMinor: book.outside[index] ?? 0,
      disputedMinor: book.disputed[index] ?? 0,
    }),
  );

/** Which leg of each charge a proposal would make; undefined when so much is not left. */
function legsFor(book: Book, amountMinor: number, round: number): Leg[] | undefined {
  const left = leftOf(book);
  if (amountMinor > left.reduce((sum, one) => sum + one, 0)) return undefined;
  const charges = left.map((refundableMinor, index) => ({
    ...{ id: String(index), provider: "stripe", state: "captured", currency: "USD", methodLabel: "Visa" },
    ...{ methodExternalId: null, authorizedMinor: 0, capturedMinor: captured[index] ?? 0, reservedMinor: 0 },
    ...{ externalRefundedMinor: 0, disputedMinor: 0, refundableMinor },
  }));
  const split = { amountMinor, currency: "USD", charges, destination: undefined, methods: [], step: 1 };
  return planLegs(split as never).map((leg) => ({
    ...{ charge: Number(leg.chargeId), amountMinor: leg.amountMinor, state: "reserved", round },
  }));
}

const free = (book: Book, legs: readonly Leg[], states: readonly LegState[], to: LegState): void => {
  for (const leg of legs.filter(({ state }) => states.includes(state))) {
    book.reserved[leg.charge] = (book.reserved[leg.charge] ?? 0) - leg.amountMinor;
    leg.state = to;
  }
};

/**
 * Does an act on the books. Facts from outside always happen; whatever else is not possible leaves them as they are.
 * @returns whether it happened
 */
export function perform(book: Book, act: Act): boolean {
  switch (act.kind) {
    case "outside":
      book.outside[act.charge] = (book.outside[act.charge] ?? 0) + act.amountMinor;
      return true;
    case "dispute":
      book.disputed[act.charge] = (book.disputed[act.charge] ?? 0) + act.amountMinor;
      return true;
    case "close":
      if (act.isWon) book.disputed[act.charge] = 0;
      return true;
    default:
      return decide(book, act);
  }
}

function decide(book: Book, act: Exclude<Act, { charge: number }>): boolean {
  const subject = book.cases[act.at];
  if (!subject) return false;
  const { decision, legs } = subject;
  const current = legs.filter(({ round }) => round === subject.round);
  switch (act.kind) {
    case "propose": {
      if (decision === "waiting") return false;
      const made = legsFor(book, act.quantity * unitMinor, subject.round + 1);
      if (!made) return false;
      for (const leg of made) book.reserved[leg.charge] = (book.reserved[leg.charge] ?? 0) + leg.amountMinor;
      legs.push(...made);
      subject.round += 1;
      subject.decision = "waiting";
      return true;
    }
    case "approve":
      if (decision !== "waiting") return false;
      for (const leg of current.filter(({ state }) => state === "reserved")) leg.state = "scheduled";
      subject.decision = "approved";
      return true;
    case "deny":
    case "return":
    case "withdraw":
      if (decision !== "waiting") return false;
      free(book, current, ["reserved"], "canceled");
      subject.decision = "ended";
      return true;
    case "revoke":
      if (decision !== "approved") return false;
      free(book, current, ["scheduled"], "canceled");
      subject.decision = "ended";
      return true;
    case "submit": {
      const next = legs.find(({ state }) => state === "scheduled");
      if (next) next.state = "submitting";
      return next !== undefined;
    }
    case "settle": {
      const sent = legs.find(({ state }) => state === "submitting");
      if (!sent) return false;
      if (act.isPaid) sent.state = "succeeded";
      else free(book, [sent], ["submitting"], "failed");
      return true;
    }
  }
}

export const standing: readonly LegState[] = ["reserved", "scheduled", "submitting", "succeeded"];
export const sumOf = (legs: readonly Leg[], index: number, states: readonly LegState[]): number =>
  legs.reduce(
    (sum, leg) => sum + (leg.charge === index && states.includes(leg.state) ? leg.amountMinor : 0),
    0,
  );
