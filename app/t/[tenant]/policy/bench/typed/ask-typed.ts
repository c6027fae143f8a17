import "server-only";
import { type BenchAnswer, moment, type Query } from "@/app/t/[tenant]/policy/bench/ask";
import { evaluateTyped } from "@/lib/modules/decisions/evaluate";
import { type TypedOrder, typedOrderInput } from "@/lib/modules/policies/typed-order";
import type { MemberActor } from "@/lib/platform/actor";
import { DomainError } from "@/lib/platform/errors";
import { parseMoney } from "@/lib/platform/money";

export const lineNumbers = [1, 2, 3, 4] as const;
export type TypedValues = Readonly<Record<string, string>>;

const dayMs = 86_400_000;
const noon = (daysAgo: number): string =>
  `${new Date(Date.now() - daysAgo * dayMs).toISOString().slice(0, 10)} 12:00`;

/** What the form shows: the address, and before anything was asked an order like most. */
export function typedValuesOf(query: Query, { version, currency }: TypedValues): TypedValues {
  const given = Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value.trim().slice(0, 200)]] : [],
    ),
  );
  if (isAsked(query)) return { version: version ?? "", currency: currency ?? "", ...given };
  return {
    ...{ version: version ?? "", currency: currency ?? "", status: "delivered", action: "return" },
    ...{ placedAt: noon(10), deliveredAt: noon(7), paidBy: "card", orders: "1", refunds: "0" },
    ...{ "bought.1": "1", "asked.1": "1", ...given },
  };
}

export const isAsked = (query: Query): boolean => typeof query.action === "string";

/** Asks about the order that was typed. What is wrong comes back as words, with the field. */
export async function askTyped(actor: MemberActor, values: TypedValues): Promise<BenchAnswer> {
  try {
    return await evaluateTyped(actor, questionOf(values));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { error: { message: error.publicMessage, field: error.detail.field ?? "" } };
  }
}

type Question = Readonly<{ typed: TypedOrder; at: Date; versionNumber: number }>;

/** The question that the form asks. @throws DomainError `invalid`, with the field that cannot be read */
export function questionOf(values: TypedValues): Question {
  const { text, whole, amount, time } = readersOf(values);
  const used = lineNumbers.filter((number) => text(`name.${number}`) ?? text(`price.${number}`));
  const lines = used.map((number) => ({
    name: text(`name.${number}`) ?? `Line ${number}`,
    category: text(`category.${number}`),
    isFinalSale: values[`final.${number}`] === "on",
    unitPriceMinor: amount(`price.${number}`) ?? wrong(`price.${number}`, "Enter the price of a piece."),
    quantity: whole(`bought.${number}`, { least: 1, otherwise: 1 }),
    asked: whole(`asked.${number}`, { least: 0, otherwise: 0 }),
  }));
  if (lines.length === 0) wrong("name.1", "Type at least one line of the order.");
  const typed = typedOrderInput.safeParse({
    ...{ currency: values.currency, status: values.status, action: values.action, lines },
    placedAt: time("placedAt") ?? new Date().toISOString(),
    ...{ deliveredAt: time("deliveredAt"), country: text("country"), membership: text("membership") },
    ...{ shippingPaidMinor: amount("shippingPaid") ?? 0, shippingMinor: amount("shipping") ?? 0 },
    goodwillMinor: amount("goodwill") || null,
    ...{ paidBy: values.paidBy, isDisputed: values.dispute === "on", method: text("method") },
    orders: whole("orders", { least: 1, otherwise: 1 }),
    refundsIn90Days: whole("refunds", { least: 0, otherwise: 0 }),
    ...{ reason: text("reason"), condition: text("condition") ?? undefined },
    evidence: (values.evidence ?? "").split(",").flatMap((word) => word.trim() || []),
  });
  if (!typed.success) {
    const path = typed.error.issues[0]?.path ?? [];
    return wrong(fieldOf(path, used), words[String(path.at(-1))] ?? "This cannot be asked.");
  }
  return {
    typed: typed.data,
    at: new Date(time("at") ?? Date.now()),
    versionNumber: whole("version", { least: 0, otherwise: 0 }),
  };
}

const atMost = "Enter at most ten million.";
const words: Readonly<Record<string, string>> = {
  currency: "Use the three letters of a currency, such as USD.",
  country: "Enter a country such as DE.",
  quantity: "Enter at most 1,000 pieces.",
  asked: "Enter at most 1,000 pieces.",
  ...{ unitPriceMinor: atMost, shippingPaidMinor: atMost, shippingMinor: atMost, goodwillMinor: atMost },
};
const renamed: Readonly<Record<string, string>> = {
  ...{ shippingMinor: "shipping", goodwillMinor: "goodwill", shippingPaidMinor: "shippingPaid" },
  refundsIn90Days: "refunds",
};

function fieldOf([name, index, part]: readonly PropertyKey[], used: readonly number[]): string {
  if (name !== "lines") return renamed[String(name)] ?? String(name);
  const inLine: Readonly<Record<string, string>> = { unitPriceMinor: "price", quantity: "bought" };
  return `${inLine[String(part)] ?? String(part)}.${used[Number(index)]}`;
}

function wrong(field: string, message: string): never {
  throw new DomainError("invalid", message, { field });
}

function readersOf(values: TypedValues) {
  const text = (name: string): string | null => values[name] || null;
  const currency = values.currency ?? "";
  return {
    text,
    amount: (name: string): number | undefined => {
      const typed = text(name);
      if (typed === null) return undefined;
      return parseMoney(typed, currency) ?? wrong(name, `Enter an amount of ${currency}, such as 12.50.`);
    },
    whole: (name: string, { least, otherwise }: Readonly<{ least: number; otherwise: number }>): number => {
      const typed = text(name);
      if (typed === null) return otherwise;
      const number = /^\d{1,6}$/.test(typed) ? Number(typed) : Number.NaN;
      return number >= least ? number : wrong(name, `Enter a whole number, ${least} or more.`);
    },
    time: (name: string): string | null => {
      const typed = text(name);
      if (typed === null) return null;
      return moment.safeParse(typed).data ?? wrong(name, "Enter a moment such as 2027-01-31 09:00.");
    },
  };
}
