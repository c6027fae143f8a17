import { z } from "zod";

const longestDays = 366;
const dayMs = 86_400_000;

/** Both days included, in UTC. */
export type Period = Readonly<{ from: string; to: string }>;

const day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/)
  .refine((text) => !Number.isNaN(Date.parse(text)) && Number(text.slice(0, 4)) >= 1970)
  .optional()
  .catch(undefined);

export const presets = [7, 30, 90] as const;

const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

/** The period that ends today and has so many days. */
export const lastDays = (days: number, now = new Date()): Period => ({
  from: dayOf(new Date(now.getTime() - (days - 1) * dayMs)),
  to: dayOf(now),
});

/** What an address asks for: the last 30 days where it makes no sense, and never more than a year. */
export function periodOf(given: Readonly<{ from?: unknown; to?: unknown }>, now = new Date()): Period {
  const { from, to } = z.object({ from: day, to: day }).parse({ from: given.from, to: given.to });
  if (!from || !to || from > to) return lastDays(30, now);
  const earliest = dayOf(new Date(Date.parse(to) - (longestDays - 1) * dayMs));
  const [, later = from] = [from, earliest].toSorted();
  return { from: later, to };
}

export const amountDimensions = ["reason", "clause", "actor"] as const;
export type AmountDimension = (typeof amountDimensions)[number];

const amountRow = z.object({
  key: z.string(),
  label: z.string(),
  currency: z.string(),
  count: z.number(),
  amountMinor: z.number(),
});
export type AmountRow = z.output<typeof amountRow>;

const dayRow = z.object({ day: z.string(), currency: z.string(), amountMinor: z.number() });
export type DayRow = z.output<typeof dayRow>;

const seconds = z.number().nullable();

/** Everything that the page shows of one period. Amounts in minor units, never summed across currencies. */
export const reportData = z.object({
  reason: z.array(amountRow),
  clause: z.array(amountRow),
  actor: z.array(amountRow),
  /** What reached the customer on each day. */
  paid: z.array(dayRow),
  decided: z.number(),
  /** Decided by a program alone, within its limits. */
  auto: z.number(),
  /** Decided by people about whom the policy had said something, and those where they did the opposite. */
  judged: z.number(),
  overridden: z.number(),
  paidCount: z.number(),
  paidSeconds: seconds,
  replied: z.number(),
  replySeconds: seconds,
  /** Now, whatever the period. */
  stuck: z.number(),
  stuckSeconds: seconds,
  oldestStuckSeconds: seconds,
});
export type ReportData = z.output<typeof reportData>;

export const measures = [
  ...amountDimensions,
  "decided",
  "auto",
  "overridden",
  "paid",
  "replied",
  "stuck",
] as const;
export type Measure = (typeof measures)[number];

/** The cases behind one number. */
export const drillQuery = z.object({
  measure: z.enum(measures).catch("decided"),
  key: z
    .string()
    .min(1)
    .max(120)
    .refine((text) => !text.includes("\0"))
    .optional()
    .catch(undefined),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .catch(undefined),
  cursor: z.uuid().optional().catch(undefined),
});
export type DrillQuery = z.output<typeof drillQuery>;

export type DrillRow = Readonly<{
  id: string;
  caseId: string;
  caseNumber: number;
  customerName: string;
  subject: string;
  amountMinor: number | null;
  currency: string | null;
  verdict: string | null;
  state: string;
  decidedByName: string | null;
  /** How long what is measured took; null where nothing is. */
  seconds: number | null;
  at: Date;
}>;
export type DrillPage = Readonly<{ rows: readonly DrillRow[]; nextCursor: string | undefined }>;
