import "server-only";
import { z } from "zod";
import { findCase } from "@/lib/modules/cases/queries";
import { evaluateWith } from "@/lib/modules/decisions/evaluate";
import { findOrder } from "@/lib/modules/orders/queries";
import { type Clause, evaluateInput, type PolicyFacts, type Trace } from "@/lib/modules/policies/schema";
import type { MemberActor } from "@/lib/platform/actor";
import { DomainError } from "@/lib/platform/errors";

export type Query = Readonly<Record<string, string | string[] | undefined>>;
export type Values = Readonly<
  Record<"version" | "orderNumber" | "action" | "reason" | "method" | "at", string>
>;
export type BenchAnswer = Readonly<{
  trace?: Trace;
  facts?: PolicyFacts;
  clauses?: readonly Clause[];
  error?: Readonly<{ message: string; field?: string }>;
}>;

/** What the form shows: the address, with the order of a case where the address names one. */
export async function valuesOf(actor: MemberActor, query: Query, inForce: number): Promise<Values> {
  const text = (name: string) => (typeof query[name] === "string" ? query[name].trim() : "");
  return {
    version: text("version") || String(inForce),
    orderNumber: text("orderNumber") || (await orderOf(actor, text("case"))),
    action: text("action") || "return",
    reason: text("reason"),
    method: text("method"),
    at: text("at"),
  };
}

async function orderOf(actor: MemberActor, caseId: string): Promise<string> {
  if (!z.uuid().safeParse(caseId).success) return "";
  const found = await findCase(actor, caseId);
  const order = found?.orderId ? await findOrder(actor, found.orderId) : undefined;
  return order?.externalId ?? "";
}

/** Asks, once there is an order to ask about. What is wrong comes back as words, never as a broken page. */
export async function askBench(actor: MemberActor, values: Values, query: Query): Promise<BenchAnswer> {
  if (!values.orderNumber) return {};
  const version = z.coerce.number().int().min(0).max(2_147_483_647).safeParse(values.version);
  const input = evaluateInput.safeParse({
    orderNumber: values.orderNumber,
    action: values.action,
    lines: linesOf(query),
    ...(values.reason && { reason: values.reason }),
    ...(values.method && { method: { id: values.method } }),
    ...(values.at && { at: values.at.replace(/^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})$/, "$1T$2:00Z") }),
  });
  if (!version.success) return { error: { message: "Choose a version.", field: "version" } };
  if (!input.success) {
    const [issue] = input.error.issues;
    const field = String(issue?.path[0] ?? "");
    return { error: { message: wordsOf(field, issue?.message), ...(field !== "lines" && { field }) } };
  }
  try {
    return await evaluateWith(actor, input.data, version.data);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { field } = error.detail;
    return { error: { message: error.publicMessage, ...(field && { field }) } };
  }
}

function wordsOf(field: string, message = "This cannot be asked."): string {
  if (field === "at") return "Enter a moment such as 2027-01-31 09:00.";
  if (field === "lines") return "Enter whole numbers of pieces, at most 1,000 of a line.";
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
