import { type RefObject, useEffect, useRef } from "react";
import { outcomes } from "@/lib/modules/decisions/terms";
import type { Money, useProposal } from "./use-proposal";

type Place = Readonly<{ me: string; caseId: string; supersedesId?: string | undefined }>;
type Chosen = Pick<
  ReturnType<typeof useProposal>,
  "outcome" | "setOutcome" | "setReasonCode" | "money" | "restore"
>;
type Kept = Readonly<Record<string, string>>;

/** What people write themselves. */
const words = ["rationale", "customerReason", "condition", "evidence"];

// A browser may be used by several people, and each has drafts of their own.
const keyOf = ({ me, caseId, supersedesId }: Place): string =>
  `makegood:decision:${me}:${caseId}:${supersedesId ?? "first"}`;

/**
 * Keeps what somebody writes about a decision in this browser until it is recorded: a reload takes nothing.
 * @returns `keep` for every change of the form, `forget` for when it was sent
 */
export function useDecisionDraft(place: Place, form: RefObject<HTMLFormElement | null>, chosen: Chosen) {
  const key = keyOf(place);
  const kept = useRef<Kept>({});
  const { outcome, setOutcome, setReasonCode, restore } = chosen;
  const money = JSON.stringify(chosen.money);
  const begun = useRef(money);
  useEffect(() => {
    kept.current = read(key);
    const found = outcomes.find((known) => known === kept.current.outcome);
    if (found) setOutcome(found);
    if (kept.current.reasonCode) setReasonCode(kept.current.reasonCode);
    const choice = moneyOf(kept.current.money);
    if (choice) restore(choice);
  }, [key, setOutcome, setReasonCode, restore]);
  useEffect(() => {
    if (money === begun.current && kept.current.money === undefined) return;
    kept.current = { ...kept.current, money };
    write(key, kept.current);
  }, [key, money]);
  // Another outcome brings fields of its own, which begin with what was kept of them.
  // biome-ignore lint/correctness/useExhaustiveDependencies: by the outcome, not by what the effect reads.
  useEffect(() => {
    for (const name of words) fill(form.current?.elements.namedItem(name), kept.current[name]);
  }, [form, key, outcome]);

  const keep = (): void => {
    if (!form.current) return;
    const fields = new FormData(form.current);
    const typed = ["outcome", "reasonCode", ...words].flatMap((name) => {
      const value = fields.get(name);
      return typeof value === "string" ? [[name, value]] : [];
    });
    kept.current = { ...kept.current, ...Object.fromEntries(typed) };
    write(key, kept.current);
  };
  const forget = (): void => {
    kept.current = {};
    begun.current = money;
    write(key, undefined);
  };
  return { keep, forget };
}

// What somebody typed since the page came counts more.
function fill(field: Element | RadioNodeList | null | undefined, text: string | undefined): void {
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return;
  if (text !== undefined && field.value === field.defaultValue) field.value = text;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** What was chosen to refund, unless something else lies under our name. */
function moneyOf(text: string | undefined): Money | undefined {
  const found = parse(text ?? "null");
  if (!isRecord(found) || !isRecord(found.chosen) || !isRecord(found.parts)) return undefined;
  const { shippingMinor, goodwillMinor, methodId } = found.parts;
  if (!isCount(shippingMinor) || !isCount(goodwillMinor)) return undefined;
  const chosen = Object.entries(found.chosen).flatMap(([id, line]) => {
    if (!isRecord(line) || !isCount(line.quantity) || line.quantity === 0) return [];
    const amountMinor = isCount(line.amountMinor) ? line.amountMinor : undefined;
    return [[id, { quantity: line.quantity, amountMinor }]];
  });
  return {
    isCancel: found.isCancel === true,
    chosen: Object.fromEntries(chosen),
    parts: { shippingMinor, goodwillMinor, ...(typeof methodId === "string" && { methodId }) },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function read(key: string): Kept {
  try {
    const found = parse(localStorage.getItem(key) ?? "{}");
    const entries = isRecord(found) ? Object.entries(found) : [];
    return Object.fromEntries(
      entries.flatMap(([name, text]) => (typeof text === "string" ? [[name, text]] : [])),
    );
  } catch {
    // A browser that keeps nothing: begin anew.
    return {};
  }
}

function write(key: string, kept: Kept | undefined): void {
  try {
    if (kept === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // Without room in the browser the words live as long as the page.
  }
}
