import "server-only";
import { z } from "zod";
import { findSubject, type Subject } from "@/lib/modules/cases/queries";
import { evaluateWith, type Supposed } from "@/lib/modules/decisions/evaluate";
import { orderStatuses } from "@/lib/modules/orders/schema";
import { type Clause, evaluateInput, type PolicyFacts, type Trace } from "@/lib/modules/policies/schema";
import type { MemberActor } from "@/lib/platform/actor";
import { DomainError } from "@/lib/platform/errors";
import { parseMoney } from "@/lib/platform/money";

export type Query = Readonly<Record<string, string | string[] | undefined>>;

export const valueNames = [
  ...["version", "caseNumber", "orderNumber", "action", "reason", "method", "at"],
  ...["shipping", "goodwill", "condition", "evidence"],
  ...["status", "placedAt", "deliveredAt", "country", "membership"],
] as const;
export type ValueName = (typeof valueNames)[number];
export type Values = Readonly<Record<ValueName, string>>;
export type BenchAnswer = Readonly<{
  trace?: Trace;
  facts?: PolicyFacts;
  clauses?: readonly Clause[];
  error?: Readonly<{ message: string; field?: string }>;
}>;

/** What the form shows: the address, with the order of a case where the address names one. */
export async function valuesOf(actor: MemberActor, query: Query, inForce: number) {
  const text = (name: string) => (typeof query[name] === "string" ? query[name].trim() : "");
  const typed = Object.fromEntries(valueNames.map((name) => [name, text(name)])) as Values;
  const subject = await subjectOf(actor, typed, text("case"));
  // Either names the order; a case in the address comes first.
  const caseNumber =
    typed.caseNumber || (typed.orderNumber ? "" : String((text("case") && subject?.caseNumber) || ""));
  return {
    subject,
    values: {
      ...typed,
      version: typed.version || String(inForce),
      caseNumber,
      orderNumber: caseNumber ? "" : typed.orderNumber,
      action: typed.action || "return",
    },
  };
}

async function subjectOf(
  actor: MemberActor,
  { orderNumber, caseNumber }: Values,
  caseId: string,
): Promise<Subject | undefined> {
  const number = z.coerce.number().int().min(1).max(2_147_483_647).safeParse(caseNumber.replace(/^#/, ""));
  if (caseNumber && number.success) return findSubject(actor, { caseNumber: number.data });
  if (caseNumber) return undefined;
  if (orderNumber) return findSubject(actor, { orderNumber });
  return z.uuid().safeParse(caseId).success ? findSubject(actor, { caseId }) : undefined;
}

/** Asks, once there is an order to ask about. What is wrong comes back as words, never as a broken page. */
export async function askBench(
  actor: MemberActor,
  { values, subject }: Awaited<ReturnType<typeof valuesOf>>,
  query: Query,
): Promise<BenchAnswer> {
  if (!subject) return noSubject(values);
  const version = z.coerce.number().int().min(0).max(2_147_483_647).safeParse(values.version);
  if (!version.success) return wrong("version", "Choose a version.");
  const supposed = supposedOf(values);
  if (!supposed.success) return wrong(String(supposed.error.issues[0]?.path[0] ?? ""), factWords);
  const money = moneyOf(values, subject.currency);
  if ("error" in money) return money;
  const input = evaluateInput.safeParse({
    ...money,
    orderNumber: subject.orderNumber,
    action: values.action,
    lines: linesOf(query),
    evidence: values.evidence.split(",").flatMap((word) => word.trim() || []),
    ...(values.condition && { condition: values.condition }),
    ...(values.reason && { reason: values.reason }),
    ...(values.method && { method: { id: values.method } }),
    ...(values.at && { at: asMoment(values.at) }),
  });
  if (!input.success) {
    const [issue] = input.error.issues;
    const field = String(issue?.path[0] ?? "");
    return wrong(fieldOf[field] ?? field, wordsOf(field, issue?.message));
  }
  return answer(actor, { input: input.data, versionNumber: version.data, supposed: supposed.data });
}

async function answer(
  actor: MemberActor,
  question: Parameters<typeof evaluateWith>[1],
): Promise<BenchAnswer> {
  try {
    return await evaluateWith(actor, question);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return wrong(error.detail.field ?? "", error.publicMessage);
  }
}

const wrong = (field: string, message: string): BenchAnswer => ({
  error: { message, ...((valueNames as readonly string[]).includes(field) && { field }) },
});

function noSubject({ orderNumber, caseNumber }: Values): BenchAnswer {
  if (caseNumber) return wrong("caseNumber", "There is no case with this number that has an order.");
  return orderNumber ? wrong("orderNumber", "This order does not exist.") : {};
}

const asMoment = (text: string) => text.replace(/^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})$/, "$1T$2:00Z");
/** A moment as people type it, in UTC. */
export const moment = z
  .string()
  .transform(asMoment)
  .pipe(z.iso.datetime({ offset: true }))
  .transform((text) => new Date(text).toISOString());
const factWords = "Enter a moment such as 2027-01-31 09:00, or a country such as DE.";

const supposedInput = z.object({
  status: z.enum(orderStatuses).optional(),
  placedAt: moment.optional(),
  deliveredAt: moment.optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  membership: z.string().max(80).optional(),
});

const supposedOf = (values: Values): z.ZodSafeParseResult<Supposed> => {
  const typed = Object.entries(values).filter(([, value]) => value !== "");
  return supposedInput.safeParse(Object.fromEntries(typed)) as z.ZodSafeParseResult<Supposed>;
};

function moneyOf({ shipping, goodwill }: Values, currency: string) {
  const shippingMinor = shipping === "" ? 0 : parseMoney(shipping, currency);
  const goodwillMinor = goodwill === "" ? 0 : parseMoney(goodwill, currency);
  const words = `Enter an amount of ${currency}, such as 12.50.`;
  if (shippingMinor === undefined) return { error: { message: words, field: "shipping" } };
  if (goodwillMinor === undefined) return { error: { message: words, field: "goodwill" } };
  return { shippingMinor, ...(goodwillMinor > 0 && { goodwillMinor }) };
}

const fieldOf: Readonly<Record<string, string>> = { shippingMinor: "shipping", goodwillMinor: "goodwill" };

function wordsOf(field: string, message = "This cannot be asked."): string {
  if (field === "at") return "Enter a moment such as 2027-01-31 09:00.";
  if (field === "lines" && !message.startsWith("Goodwill")) {
    return "Enter whole numbers of pieces, at most 1,000 of a line.";
  }
  return message;
}

// Pieces of a line travel under the shop's own id of it.
const linesOf = (query: Query) =>
  Object.entries(query).flatMap(([name, value]) => {
    if (!name.startsWith("quantity.") || typeof value !== "string") return [];
    const pieces = value.trim();
    return pieces === "" || pieces === "0"
      ? []
      : [{ itemId: name.slice("quantity.".length), quantity: Number(pieces) }];
  });
