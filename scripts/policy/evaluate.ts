import type { z } from "zod";
import { evaluate } from "@/lib/modules/policies/rules";
import { evaluateInput, type Trace } from "@/lib/modules/policies/schema";
import { findFault, type TextFault } from "@/lib/web/json-text";
import type { Shop } from "@/scripts/seed/shops";
import { demoVersion, findDemoFacts } from "./demo-facts";

export type LineError = Readonly<{
  error: Readonly<{
    code: "validation_failed" | "not_found";
    message: string;
    errors: readonly Readonly<{ path: string; message: string }>[];
  }>;
  line: number;
}>;

/** What the shop's demo policy says to one line of a file: a trace, or why there is none. `line` counts from 1. */
export function evaluateLine(
  shop: Shop,
  text: string,
  at: Readonly<{ line: number; now: Date }>,
): Trace | LineError {
  const body = parseJson(text);
  if (body === undefined) return invalid(at.line, [{ path: [], message: "This is not JSON." }]);
  const fault = findFault(text);
  if (fault) return invalid(at.line, [{ path: fault.path.split("."), message: faultWords[fault.code] }]);
  const parsed = evaluateInput.safeParse(body);
  if (!parsed.success) return invalid(at.line, parsed.error.issues);
  const facts = findDemoFacts(shop, parsed.data, at.now);
  if (!facts) {
    const message = "This order does not exist.";
    return {
      error: { code: "not_found", message, errors: [{ path: "orderNumber", message }] },
      line: at.line,
    };
  }
  return evaluate(facts, demoVersion(shop), parsed.data.at ? new Date(parsed.data.at) : at.now);
}

// As REST refuses it: every reader of a name that is there twice believes another value.
const faultWords: Readonly<Record<TextFault["code"], string>> = {
  duplicate_key: "This field is there twice.",
  too_deep: "This is nested too deep.",
  unstorable_text: "This text contains a NUL or half of a surrogate pair.",
  unknown_field: "This field is not known here.",
  not_integer: "Send a whole number, without a fraction, an exponent or a leading minus zero.",
};

const invalid = (line: number, issues: readonly Pick<z.core.$ZodIssue, "path" | "message">[]): LineError => ({
  error: {
    code: "validation_failed",
    message: "This line is not a body of policy/evaluate.",
    errors: issues.map(({ path, message }) => ({ path: path.join("."), message })),
  },
  line,
});

/** @returns undefined when the text is no JSON, which no JSON text is itself */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
