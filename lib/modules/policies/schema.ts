import { z } from "zod";
import type { ChargeState, MethodKind, OrderStatus } from "@/lib/modules/orders/schema";
import { type PolicyAction, type PolicyState, policyActions, reasonCodes, type Verdict } from "./terms";

const ruleId = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, "Use small letters, digits and hyphens.");

/** One numbered sentence of the policy. Every verdict cites clauses. */
export const clauseInput = z.strictObject({
  id: ruleId,
  title: z.string().trim().min(1).max(120),
  /** As the customer may read it. */
  text: z.string().trim().min(1).max(2_000),
});
export type Clause = z.output<typeof clauseInput>;

const amounts = z.record(z.string().regex(/^[A-Z]{3}$/), z.int().nonnegative().max(Number.MAX_SAFE_INTEGER));
const days = z.int().min(0).max(3_650);
const consequence = z.enum(["deny", "need_info", "escalate", "need_approval"]);
const names = z.array(z.string().trim().min(1).max(80)).max(100);

const base = {
  id: ruleId,
  clauseId: ruleId,
  actions: z.array(z.enum(policyActions)).min(1),
  /** What the rule asks for when it fails. */
  otherwise: consequence,
};

/** What a shop can say about refunds without code. Each kind reads facts, never the proposer's word for them. */
export const ruleInput = z.discriminatedUnion("kind", [
  z.strictObject({ ...base, kind: z.literal("identity") }),
  z.strictObject({
    ...base,
    kind: z.literal("order_status"),
    statuses: z.array(z.enum(["pending", "processed", "delivered", "cancelled"])).min(1),
  }),
  z.strictObject({
    ...base,
    kind: z.literal("window"),
    from: z.enum(["delivered", "placed"]),
    days,
    /** Longer or shorter for some; the first that fits counts. */
    exceptions: z
      .array(
        z.strictObject({
          categories: names.optional(),
          memberships: names.optional(),
          countries: names.optional(),
          days,
        }),
      )
      .max(50)
      .default([]),
  }),
  z.strictObject({
    ...base,
    kind: z.literal("category"),
    excluded: names,
    excludesFinalSale: z.boolean().default(true),
  }),
  z.strictObject({ ...base, kind: z.literal("condition"), accepted: names.min(1) }),
  z.strictObject({
    ...base,
    kind: z.literal("evidence"),
    reasons: z.array(z.enum(reasonCodes)).min(1),
    kinds: names.min(1),
  }),
  z.strictObject({
    ...base,
    kind: z.literal("reason"),
    accepted: z.array(z.strictObject({ code: z.enum(reasonCodes), words: names })).min(1),
  }),
  z.strictObject({
    ...base,
    kind: z.literal("required"),
    fields: z.array(z.enum(["lines", "method", "reason"])).min(1),
  }),
  z.strictObject({ ...base, kind: z.literal("whole_order") }),
  z.strictObject({ ...base, kind: z.literal("quantity_left") }),
  z.strictObject({ ...base, kind: z.literal("balance") }),
  z.strictObject({
    ...base,
    kind: z.literal("method"),
    allowed: z.array(z.enum(["original", "own_gift_card", "own_store_credit", "own_other"])).min(1),
  }),
  z.strictObject({
    ...base,
    kind: z.literal("cap"),
    per: z.enum(["refund", "customer_day", "order"]),
    amounts,
    /** true: a larger amount is cut to the cap · false: it fails. */
    cuts: z.boolean().default(false),
  }),
  z.strictObject({
    ...base,
    kind: z.literal("velocity"),
    /** Frequent refunds are a reason to look, never to refuse in silence. */
    otherwise: z.enum(["escalate", "need_approval"]),
    maxRefundsIn90Days: z.int().min(1).max(10_000),
    /** Refunded orders out of all, in percent, once there are at least five orders. */
    maxRatePercent: z.int().min(1).max(100).optional(),
  }),
  z.strictObject({ ...base, kind: z.literal("dispute") }),
  z.strictObject({ ...base, kind: z.literal("duplicate") }),
  z.strictObject({
    ...base,
    kind: z.literal("return_required"),
    exceptReasons: z.array(z.enum(reasonCodes)),
  }),
  z.strictObject({
    ...base,
    kind: z.literal("goodwill_budget"),
    percentOfOrder: z.int().min(0).max(100),
    amounts,
    perCustomerIn90Days: amounts.default({}),
  }),
  z.strictObject({
    ...base,
    kind: z.literal("fee"),
    percent: z.int().min(0).max(100).default(0),
    amounts: amounts.default({}),
    reasons: z.array(z.enum(reasonCodes)).min(1),
  }),
  /** Fails always: what the policy does not offer. */
  z.strictObject({ ...base, kind: z.literal("not_offered") }),
  /** Goodwill is money alone: goods and shipping are refunded by the rules about goods. */
  z.strictObject({ ...base, kind: z.literal("without_goods") }),
]);
export type Rule = z.output<typeof ruleInput>;
export type RuleKind = Rule["kind"];

/** Kinds of rules that a floor may stand above; where the money goes only as long as it goes back where it came from. */
export const waivableKinds = [
  ...["window", "reason", "category", "condition", "evidence", "fee", "cap", "velocity"],
  ...["order_status", "whole_order", "not_offered", "required", "method"],
] as const satisfies readonly RuleKind[];

/** What the law grants in some countries, whatever the shop's own rules say. */
export const floorInput = z.strictObject({
  id: ruleId,
  clauseId: ruleId,
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .min(1)
    .max(250),
  days,
  from: z.literal("delivered").default("delivered"),
  excludedCategories: names.default([]),
  /** Kinds of rules that cannot refuse or cut what the floor grants. */
  waives: z.array(z.enum(waivableKinds)).min(1),
});
export type Floor = z.output<typeof floorInput>;

export const policyDocumentInput = z
  .strictObject({
    clauses: z.array(clauseInput).min(1).max(200),
    rules: z.array(ruleInput).min(1).max(200),
    floors: z.array(floorInput).max(20).default([]),
  })
  .superRefine((document, context) => {
    const ids = document.clauses.map(({ id }) => id);
    const cited = [...document.rules, ...document.floors];
    for (const [name, list] of [
      ["clauses", ids],
      ["rules", cited.map(({ id }) => id)],
    ] as const) {
      const twice = list.find((id, index) => list.indexOf(id) !== index);
      if (twice) context.addIssue({ code: "custom", path: [name], message: `"${twice}" is there twice.` });
    }
    for (const id of [...ids, ...cited.map((rule) => rule.id)]) {
      if (id.startsWith("core-")) {
        context.addIssue({
          code: "custom",
          path: ["clauses"],
          message: `"${id}": names that begin with core- are ours.`,
        });
      }
    }
    for (const { id, clauseId } of cited) {
      if (!ids.includes(clauseId)) {
        context.addIssue({
          code: "custom",
          path: ["rules"],
          message: `The rule "${id}" cites the clause "${clauseId}", which does not exist.`,
        });
      }
    }
  });
export type PolicyDocument = z.output<typeof policyDocumentInput>;

/** A policy that can be evaluated. Number 0 is the product's own, for a tenant that has published none. */
export type PolicyVersion = Readonly<{
  id: string | null;
  number: number;
  title: string;
  document: PolicyDocument;
}>;

/** system: from our own records or the provider · claimed: somebody says so. */
export type Provenance = "system" | "claimed";
export type Fact = Readonly<{
  name: string;
  value: string | number | boolean | null;
  provenance: Provenance;
  /** Who looked at the evidence of a claim and believed it. */
  confirmedBy?: string;
}>;

/** Everything a verdict depends on, loaded by the server. Amounts in minor units of the order's currency. */
export type PolicyFacts = Readonly<{
  request: Readonly<{
    action: PolicyAction;
    /** As given: a code, or the policy's or customer's own words. */
    reason: string | null;
    /** Pieces of each line, by the shop's own item id; one entry per item. Empty in a cancel: the whole order. */
    lines: readonly Readonly<{ itemId: string; quantity: number; amountMinor?: number | undefined }>[];
    shippingMinor: number;
    goodwillMinor: number | null;
    /** Where the money shall go, by the shop's own id; null: where it came from. */
    methodId: string | null;
    condition: string | null;
    evidence: readonly Readonly<{ kind: string; confirmedBy: string | null }>[];
    /** Who looked at what the customer claims and believes it. */
    confirmedBy: string | null;
  }>;
  /** The customer who asks, by the shop's own id. */
  askerId: string;
  order: Readonly<{
    number: string;
    customerId: string;
    status: OrderStatus;
    currency: string;
    country: string | null;
    placedAt: string;
    deliveredAt: string | null;
    totalMinor: number;
    shippingMinor: number;
    lines: readonly Readonly<{
      itemId: string;
      name: string;
      category: string | null;
      isFinalSale: boolean;
      quantity: number;
      /** Pieces that no decision refunds yet. */
      left: number;
      unitPriceMinor: number;
    }>[];
  }>;
  charges: readonly Readonly<{
    methodId: string | null;
    state: ChargeState;
    refundableMinor: number;
    hasOpenDispute: boolean;
  }>[];
  /** Everything the customer of the order can be paid back to. */
  methods: readonly Readonly<{ id: string; kind: MethodKind }>[];
  customer: Readonly<{
    membership: string | null;
    orders: number;
    refundedOrdersIn90Days: number;
    refundsIn90Days: number;
    /** In the order's currency. */
    refundedIn24HoursMinor: number;
    goodwillIn90DaysMinor: number;
  }>;
  /** The shop's own: a day ends there when it ends on its clocks. Missing in facts of before it counted: UTC. */
  timeZone?: string;
  /** Refunded or promised of this order before, in minor units; shipping apart. */
  refundedOfOrderMinor: number;
  shippingLeftMinor: number;
  /** Other cases that wait for a decision about the same order. */
  openDecisionsElsewhere: number;
}>;

export const ruleResults = ["pass", "fail", "unknown"] as const;
export type RuleResult = (typeof ruleResults)[number];

/** What one rule found. Every rule of the version that is about the action is listed. */
export type RuleTrace = Readonly<{
  ruleId: string;
  kind: RuleKind | "floor";
  clauseId: string;
  result: RuleResult;
  /** What this rule alone asks for; `allow` when it passes. */
  verdict: Verdict;
  facts: readonly Fact[];
  /** One sentence for the desk. */
  words: string;
  /** What would change the answer, as a customer can read it. */
  wouldChange: string | null;
  capMinor: number | null;
  /** The clause of the law that stands above this rule here. */
  waivedBy: string | null;
  /** Fields to ask for. */
  needs: readonly string[];
}>;

export type Citation = Readonly<{ policyVersion: number; clauseId: string }>;

/** The answer of the engine, the same for the same facts, version and moment for ever. */
export type Trace = Readonly<{
  verdict: Verdict;
  /** What may be refunded at most; 0 when denied. */
  capMinor: number;
  currency: string;
  rules: readonly RuleTrace[];
  /** The clauses of the rules that chose the verdict; of every passed rule when it is `allow`. */
  citations: readonly Citation[];
  needs: readonly string[];
  policyVersion: Readonly<{ id: string | null; number: number; title: string }>;
  /** The moment the policy was asked about, in ISO 8601. */
  at: string;
}>;

/**
 * A trace with what it was made from, as it is kept with a decision. `engine` says by which rules of evaluation;
 * missing: by the first ones.
 */
export type StoredTrace = Readonly<{ trace: Trace; facts: PolicyFacts; engine?: number }>;

/** What the customer says of the goods and sends along: claims, until a person confirms them. */
export const claimFields = {
  condition: z.string().trim().min(1).max(80).optional(),
  /** Kinds of evidence that are there, such as `photo`. */
  evidence: z.array(z.string().trim().min(1).max(80)).max(20).default([]),
};

export const goodwillAloneWords =
  "Goodwill is money alone. Ask for a return or a cancellation to refund goods or shipping.";

/** Asks what the policy says about an order, in the shop's own words. Nothing is decided by it. */
export const evaluateInput = z
  .strictObject({
    orderNumber: z.string().trim().min(1).max(120),
    action: z.enum(policyActions),
    reason: z.string().trim().min(1).max(200).optional(),
    lines: z
      .array(
        z.strictObject({ itemId: z.string().trim().min(1).max(120), quantity: z.int().min(1).max(1_000) }),
      )
      .max(200)
      .default([]),
    method: z.strictObject({ id: z.string().trim().min(1).max(120) }).optional(),
    /** As if asked at that moment. */
    at: z.iso.datetime({ offset: true }).optional(),
    shippingMinor: z.int().min(0).max(1_000_000_000).optional(),
    goodwillMinor: z.int().min(1).max(1_000_000_000).optional(),
    ...claimFields,
  })
  .superRefine(({ action, lines, shippingMinor = 0 }, context) => {
    if (action !== "goodwill") return;
    if (lines.length > 0) context.addIssue({ code: "custom", path: ["lines"], message: goodwillAloneWords });
    if (shippingMinor > 0) {
      context.addIssue({ code: "custom", path: ["shippingMinor"], message: goodwillAloneWords });
    }
  });
export type Evaluate = z.output<typeof evaluateInput>;

export type PolicyVersionRow = Readonly<{
  id: string;
  number: number;
  title: string;
  note: string;
  state: PolicyState;
  document: PolicyDocument;
  basedOnNumber: number | null;
  revision: number;
  createdById: string | null;
  createdByName: string;
  publishedByName: string | null;
  startsAt: Date | null;
  supersededAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}>;
