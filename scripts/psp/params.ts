import { z } from "zod";
import { cancellationReasons } from "./entries";
import { PspError } from "./errors";
import type { Params } from "./form";

const list = z.preprocess(
  (value) => (typeof value === "object" && value !== null ? Object.values(value) : value),
  z.array(z.string()).max(20),
);
const integer = z
  .string()
  .regex(/^-?\d+$/)
  .transform(Number);
const amount = integer.pipe(z.int().min(1).max(99_999_999));
const flag = z.enum(["true", "false"]).transform((value) => value === "true");
const currency = z
  .string()
  .regex(/^[A-Za-z]{3}$/)
  .transform((code) => code.toLowerCase());
const metadata = z.record(z.string().max(40), z.string().max(500)).default({});
const text = z.string().max(1_000);

export const paymentInput = z.strictObject({
  amount,
  currency,
  payment_method: z.string().startsWith("pm_"),
  confirm: flag,
  allowed_payment_method_types: list.optional(),
  error_on_requires_action: flag.optional(),
  automatic_payment_methods: z.looseObject({ enabled: flag }).optional(),
  capture_method: z.enum(["automatic", "automatic_async", "manual"]).optional(),
  customer: text.optional(),
  description: text.optional(),
  receipt_email: text.optional(),
  return_url: text.optional(),
  off_session: flag.optional(),
  metadata,
  expand: list.optional(),
});

export const refundInput = z.strictObject({
  payment_intent: text.optional(),
  charge: text.optional(),
  amount: amount.optional(),
  currency: currency.optional(),
  reason: z.enum(["duplicate", "fraudulent", "requested_by_customer"]).optional(),
  instructions_email: text.optional(),
  metadata,
  expand: list.optional(),
});

export const captureInput = z.strictObject({
  amount_to_capture: amount.optional(),
  metadata,
  expand: list.optional(),
});
export const cancelInput = z.strictObject({
  cancellation_reason: z.enum(cancellationReasons).optional(),
  expand: list.optional(),
});

export const readInput = z.strictObject({ expand: list.optional() });

const range = z.strictObject({
  gt: integer.optional(),
  gte: integer.optional(),
  lt: integer.optional(),
  lte: integer.optional(),
});
export const pageInput = z.strictObject({
  limit: integer.pipe(z.int().min(1).max(100)).default(10),
  starting_after: text.optional(),
  ending_before: text.optional(),
  created: z.union([integer.transform((at) => ({ gte: at, lte: at })), range]).optional(),
  payment_intent: text.optional(),
  charge: text.optional(),
  type: text.optional(),
  expand: list.optional(),
});
export type PageInput = z.output<typeof pageInput>;

/** @throws PspError with the code and wording Stripe has for the first wrong parameter */
export function parseParams<Schema extends z.ZodType>(schema: Schema, params: Params): z.output<Schema> {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  throw parameterError(parsed.error.issues[0], params);
}

function parameterError(issue: z.core.$ZodIssue | undefined, params: Params): PspError {
  if (issue?.code === "unrecognized_keys") {
    const param = issue.keys[0] ?? "";
    return new PspError(400, `Received unknown parameter: ${param}`, { code: "parameter_unknown", param });
  }
  const [head = "", ...rest] = issue?.path.map(String) ?? [];
  const param = head + rest.map((part) => `[${part}]`).join("");
  const value = params[head];
  if (value === undefined) {
    return new PspError(400, `Missing required param: ${param}.`, { code: "parameter_missing", param });
  }
  if (head.startsWith("amount") || head === "limit") return integerError(head, String(value));
  return new PspError(400, `Invalid ${param}: ${issue?.message ?? "not understood"}`, { param });
}

function integerError(param: string, value: string): PspError {
  if (!/^-?\d+$/.test(value)) {
    return new PspError(400, `Invalid integer: ${value}`, { code: "parameter_invalid_integer", param });
  }
  const bound = Number(value) < 1 ? "greater than or equal to 1" : "smaller";
  const code = Number(value) < 1 ? "parameter_invalid_integer" : "amount_too_large";
  return new PspError(400, `This value must be ${bound}: ${value}`, { code, param });
}
