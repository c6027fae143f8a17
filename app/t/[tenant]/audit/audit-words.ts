import type { AuditRow } from "@/lib/modules/audit/schema";
import { formatMoney } from "@/lib/platform/money";

/** `decision.approved` → "Decision approved". */
export function actionWords(action: string): string {
  const words = action.replace(/[._]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `holdSeconds` → "hold seconds". */
const fieldWords = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();

type Details = Readonly<Record<string, unknown>>;

/** What an act changed, one sentence for each field that differs. */
export function changeWords({ before, after }: Pick<AuditRow, "before" | "after">): string[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names
    .filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]))
    .map((name) => {
      const [from, to] = [valueWords(before?.[name]), valueWords(after?.[name])];
      if (before?.[name] === undefined) return `${fieldWords(name)}: ${to}`;
      return `${fieldWords(name)}: ${from} → ${to}`;
    });
}

const hidden: readonly string[] = ["caseId", "currency", "legs"];

/** What else was written down with the act. */
export function detailWords(detail: Details): string[] {
  return Object.entries(detail)
    .filter(
      ([name, value]) => !hidden.includes(name) && value !== null && value !== undefined && value !== "",
    )
    .map(([name, value]) => {
      const currency = detail.currency;
      if (name === "amountMinor" && typeof value === "number" && typeof currency === "string") {
        return `amount: ${formatMoney(value, currency)} ${currency}`;
      }
      return `${fieldWords(name)}: ${valueWords(value)}`;
    });
}

const longest = 300;

function valueWords(value: unknown): string {
  if (value === undefined || value === null || value === "") return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value.replaceAll("_", " ");
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
