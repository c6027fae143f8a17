import { exponentOf } from "@/lib/platform/money";

// Apart from the schemas: a browser that shows words need not load what checks them.

export const limitWords = {
  keyMinor: "A key alone",
  keyDailyMinor: "A key in 24 hours",
  agentMinor: "An agent alone",
  agentDailyMinor: "An agent in 24 hours",
  leadMinor: "A lead alone",
  leadDailyMinor: "A lead in 24 hours",
  fourEyesMinor: "Two people above",
  stepUpMinor: "Prove yourself anew above",
} as const;

export const slaWords = {
  firstReplyHours: "First answer within",
  nextReplyHours: "Further answers within",
  refundHours: "A decided refund is with the bank within",
} as const;

export const dayWords = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** `4210`, `USD` → `42.10`, as it is typed. Exact: the digits are moved as text. */
export function majorText(amountMinor: number, currency: string): string {
  const exponent = exponentOf(currency);
  const digits = String(amountMinor).padStart(exponent + 1, "0");
  return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** `540` → `09:00`. */
export const timeText = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
