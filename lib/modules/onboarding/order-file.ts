import { parse } from "csv-parse/sync";
import type { z } from "zod";
import type { PutOrder } from "@/lib/modules/orders/intake-schema";
import { parseMoney } from "@/lib/platform/money";
import { type ImportReport, importedOrder, maxImportRows } from "./schema";

/** The columns of a file of orders: one line for each item, the order's own facts repeated. */
export const orderColumns = [
  "order",
  "status",
  "currency",
  "placed_at",
  "delivered_at",
  "country",
  "shipping",
  "customer_id",
  "customer_name",
  "customer_email",
  "item",
  "item_name",
  "options",
  "category",
  "quantity",
  "unit_price",
  "payment_id",
  "payment_label",
] as const;
const needed = [
  "order",
  "status",
  "currency",
  "placed_at",
  "customer_email",
  "item",
  "item_name",
  "unit_price",
] as const;

type Row = Readonly<Partial<Record<(typeof orderColumns)[number], string>>>;
type Problem = ImportReport["problems"][number];
export type ReadOrders = Readonly<{
  orders: readonly Readonly<{ line: number; number: string; order: PutOrder }>[];
  problems: readonly Problem[];
}>;

/** Reads a file of orders. What cannot be read is a problem with its line; everything else is still read. */
export function readOrderFile(text: string): ReadOrders {
  let rows: string[][];
  try {
    rows = parse(text, { bom: true, skip_empty_lines: true, relax_column_count: true, trim: true });
  } catch (error) {
    return { orders: [], problems: [{ line: lineOf(error), message: "This is no CSV file." }] };
  }
  const heading = (rows[0] ?? []).map((name) => name.toLowerCase());
  const missing = needed.filter((name) => !heading.includes(name));
  if (missing.length > 0) {
    return { orders: [], problems: [{ line: 1, message: `The heading lacks ${missing.join(", ")}.` }] };
  }
  if (rows.length - 1 > maxImportRows) {
    return {
      orders: [],
      problems: [{ line: maxImportRows + 2, message: `At most ${maxImportRows} lines.` }],
    };
  }
  return readGroups(groupByOrder(rows.slice(1), heading));
}

const lineOf = (error: unknown): number => Number((error as { lines?: unknown }).lines ?? 1);

type Group = Readonly<{ line: number; number: string; rows: readonly Row[] }>;

function groupByOrder(rows: readonly string[][], heading: readonly string[]): Group[] {
  const groups = new Map<string, { line: number; number: string; rows: Row[] }>();
  rows.forEach((cells, index) => {
    const row: Row = Object.fromEntries(heading.map((name, at) => [name, cells[at] ?? ""]));
    const number = row.order ?? "";
    const group = groups.get(number) ?? { line: index + 2, number, rows: [] };
    group.rows.push(row);
    groups.set(number, group);
  });
  return [...groups.values()];
}

function readGroups(groups: readonly Group[]): ReadOrders {
  const read = groups.map((group) => ({ ...group, parsed: importedOrder.safeParse(toOrder(group)) }));
  return {
    orders: read.flatMap(({ line, number, parsed }) =>
      parsed.success && number ? [{ line, number, order: parsed.data }] : [],
    ),
    problems: read.flatMap(({ line, number, parsed }): Problem[] => {
      if (!number) return [{ line, column: "order", message: "The order has no number." }];
      return parsed.success ? [] : parsed.error.issues.slice(0, 3).map((issue) => toProblem(line, issue));
    }),
  };
}

function toOrder({ rows, number }: Group): unknown {
  const [first = {}] = rows;
  const currency = (first.currency ?? "").toUpperCase();
  const lines = rows.map((row) => ({
    itemId: row.item,
    name: row.item_name,
    options: row.options ?? "",
    category: row.category || null,
    quantity: row.quantity ? Number(row.quantity) : 1,
    unitPriceMinor: parseMoney(row.unit_price ?? "", currency),
  }));
  const shippingMinor = first.shipping ? parseMoney(first.shipping, currency) : 0;
  const total = lines.reduce(
    (sum, line) => sum + line.quantity * (line.unitPriceMinor ?? 0),
    shippingMinor ?? 0,
  );
  return {
    customer: {
      externalId: first.customer_id || first.customer_email,
      name: first.customer_name || first.customer_email,
      email: first.customer_email,
    },
    status: first.status,
    currency,
    placedAt: momentOf(first.placed_at),
    deliveredAt: first.delivered_at ? momentOf(first.delivered_at) : null,
    country: first.country ? first.country.toUpperCase() : null,
    shippingMinor,
    lines,
    payments: first.payment_id
      ? [
          {
            provider: "stripe",
            paymentId: first.payment_id,
            methodId: `payment:${first.payment_id}`,
            methodKind: "card",
            methodLabel: first.payment_label || `Payment of ${number}`.slice(0, 80),
            amountMinor: total,
            state: "captured",
          },
        ]
      : [],
  };
}

// A day without a time is its noon, so that no time zone makes another day of it.
const momentOf = (text = ""): string => (/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T12:00:00Z` : text);

const columnOf: Readonly<Record<string, string>> = {
  "customer.email": "customer_email",
  "customer.name": "customer_name",
  "customer.externalId": "customer_id",
  placedAt: "placed_at",
  deliveredAt: "delivered_at",
  shippingMinor: "shipping",
  itemId: "item",
  name: "item_name",
  unitPriceMinor: "unit_price",
  paymentId: "payment_id",
};

function toProblem(line: number, { path, message }: z.core.$ZodIssue): Problem {
  const isOfLine = path[0] === "lines" && typeof path[1] === "number";
  const names = path.filter((part): part is string => typeof part === "string");
  const column = columnOf[names.join(".")] ?? columnOf[names.at(-1) ?? ""] ?? names.at(-1);
  return { line: line + (isOfLine ? Number(path[1]) : 0), ...(column && { column }), message };
}
