import { formatMoney } from "@/lib/platform/money";
import type { Floor, PolicyDocument, Rule, RuleKind } from "./schema";
import { reasonWords, type Verdict } from "./terms";

type Amounts = Readonly<Record<string, number>>;
type RuleOf<Kind extends RuleKind> = Extract<Rule, { kind: Kind }>;

const list = (words: readonly string[]): string => words.join(", ") || "none";
const amountsWords = (amounts: Amounts): string =>
  list(Object.entries(amounts).map(([currency, minor]) => `${formatMoney(minor, currency)} ${currency}`));
const reasonsWords = (codes: readonly (keyof typeof reasonWords)[]): string =>
  list(codes.map((code) => reasonWords[code]));

const methodWords = {
  original: "where the money came from",
  own_gift_card: "the customer's gift card",
  own_store_credit: "the customer's store credit",
  own_other: "another method of the customer",
} as const;
const capWords = { refund: "refund", customer_day: "customer and day", order: "order" } as const;

const wordsOf: { readonly [Kind in RuleKind]: (rule: RuleOf<Kind>) => string } = {
  identity: () => "Whoever asks is the customer who placed the order.",
  order_status: ({ statuses }) => `The order is ${statuses.join(" or ")}.`,
  window: ({ from, days, exceptions }) =>
    [`At most ${days} days passed since the order was ${from}.`, ...exceptions.map(exceptionWords)].join(" "),
  category: ({ excluded, excludesFinalSale }) =>
    `No line is of these categories: ${list(excluded)}.${excludesFinalSale ? " Nothing is a final sale." : ""}`,
  condition: ({ accepted }) => `What comes back is in one of these conditions: ${list(accepted)}.`,
  evidence: ({ reasons, kinds }) =>
    `For these reasons there is evidence (${list(kinds)}): ${reasonsWords(reasons)}.`,
  reason: ({ accepted }) => `The reason is one of: ${list(accepted.map(acceptedWords))}.`,
  required: ({ fields }) => `The request names: ${list(fields)}.`,
  whole_order: () => "The whole order is meant, not a part of it.",
  quantity_left: () => "No more pieces than were bought and are not refunded yet.",
  balance: () => "No more than what was paid and is not refunded yet.",
  method: ({ allowed }) => `The money goes to: ${list(allowed.map((method) => methodWords[method]))}.`,
  cap: ({ per, amounts, cuts }) =>
    `At most, per ${capWords[per]}: ${amountsWords(amounts)}.${cuts ? " More is cut to that." : ""}`,
  velocity: ({ maxRefundsIn90Days, maxRatePercent }) =>
    `At most ${maxRefundsIn90Days} refunds of the customer in 90 days${
      maxRatePercent ? `, and at most ${maxRatePercent} % of their orders` : ""
    }.`,
  dispute: () => "The customer's bank disputes no payment of the order.",
  duplicate: () => "No other case waits for a decision about the same order.",
  return_required: ({ exceptReasons }) =>
    exceptReasons.length > 0
      ? `The goods come back first, except when: ${reasonsWords(exceptReasons)}.`
      : "The goods come back first.",
  goodwill_budget: ({ percentOfOrder, amounts, perCustomerIn90Days }) =>
    `Goodwill is at most ${percentOfOrder} % of the order and ${amountsWords(amounts)}; per customer in 90 days: ${amountsWords(perCustomerIn90Days)}.`,
  fee: ({ percent, amounts, reasons }) =>
    `A fee of ${percent} % and ${amountsWords(amounts)} is kept back when: ${reasonsWords(reasons)}.`,
  not_offered: () => "The shop does not offer this.",
  without_goods: () => "It is money alone, without goods or shipping.",
};

/** What a rule asks for, in one or two plain sentences. */
export const ruleWords = (rule: Rule): string => (wordsOf[rule.kind] as (rule: Rule) => string)(rule);

const acceptedWords = ({ code, words }: RuleOf<"reason">["accepted"][number]): string =>
  words.length > 0
    ? `${reasonWords[code]} (${words.map((word) => `"${word}"`).join(", ")})`
    : reasonWords[code];

function exceptionWords({
  categories,
  memberships,
  countries,
  days,
}: RuleOf<"window">["exceptions"][number]): string {
  const whom = [categories, memberships, countries].flatMap((names) => names ?? []);
  return `${days} days for ${whom.length > 0 ? list(whom) : "everybody else"}.`;
}

const otherwise: Readonly<Record<Exclude<Verdict, "allow">, string>> = {
  deny: "Otherwise the answer is no.",
  need_info: "Otherwise we ask for what is missing.",
  escalate: "Otherwise a person takes over.",
  need_approval: "Otherwise somebody must approve.",
};
/** What happens when the rule does not hold. */
export const otherwiseWords = (rule: Rule): string => otherwise[rule.otherwise];

export const floorWords = ({ countries, days, excludedCategories, waives }: Floor): string =>
  `In ${list(countries)}, for ${days} days from delivery, these rules cannot refuse or cut: ${list(
    waives.map((kind) => kind.replaceAll("_", " ")),
  )}.${excludedCategories.length > 0 ? ` Not for: ${list(excludedCategories)}.` : ""}`;

type Item = Readonly<{ id: string; words: string; content: string }>;

/** What is different in `next`, a sentence for each clause, rule and floor. Empty when nothing is. */
export function differences(former: PolicyDocument, next: PolicyDocument): string[] {
  return [
    ...compare("Clause", former.clauses.map(clauseItem), next.clauses.map(clauseItem)),
    ...compare("Rule", former.rules.map(ruleItem), next.rules.map(ruleItem)),
    ...compare("Floor", former.floors.map(floorItem), next.floors.map(floorItem)),
  ];
}

// Field by field in the order of their names: the database keeps no order of keys.
const contentOf = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
const clauseItem = (clause: PolicyDocument["clauses"][number]): Item => ({
  id: clause.id,
  words: `${clause.title}: ${clause.text}`,
  content: contentOf(clause),
});
const ruleItem = (rule: Rule): Item => ({
  id: rule.id,
  words: `${ruleWords(rule)} ${otherwiseWords(rule)} For: ${list(rule.actions)}; clause ${rule.clauseId}.`,
  content: contentOf(rule),
});
const floorItem = (floor: Floor): Item => ({
  id: floor.id,
  words: floorWords(floor),
  content: contentOf(floor),
});

function compare(name: string, former: readonly Item[], next: readonly Item[]): string[] {
  const find = (items: readonly Item[], id: string) => items.find((item) => item.id === id);
  return [
    ...next.flatMap((item) => {
      const old = find(former, item.id);
      if (!old) return [`${name} ${item.id} is new: ${item.words}`];
      if (old.content === item.content) return [];
      return [
        old.words === item.words
          ? `${name} ${item.id} changed in its details.`
          : `${name} ${item.id} was: ${old.words} Now: ${item.words}`,
      ];
    }),
    ...former
      .filter((item) => !find(next, item.id))
      .map((item) => `${name} ${item.id} is gone: ${item.words}`),
  ];
}
