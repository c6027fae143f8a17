import { type RefObject, useEffect, useRef } from "react";
import { outcomes } from "@/lib/modules/decisions/terms";
import type { useProposal } from "./use-proposal";

type Place = Readonly<{ me: string; caseId: string; supersedesId?: string | undefined }>;
type Chosen = Pick<ReturnType<typeof useProposal>, "outcome" | "setOutcome" | "setReasonCode">;
type Kept = Readonly<Record<string, string>>;

/** What people write themselves. Lines and amounts are not kept: what is left to refund may be less by then. */
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
  const { outcome, setOutcome, setReasonCode } = chosen;
  useEffect(() => {
    kept.current = read(key);
    const found = outcomes.find((known) => known === kept.current.outcome);
    if (found) setOutcome(found);
    if (kept.current.reasonCode) setReasonCode(kept.current.reasonCode);
  }, [key, setOutcome, setReasonCode]);
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
    write(key, undefined);
  };
  return { keep, forget };
}

// What somebody typed since the page came counts more.
function fill(field: Element | RadioNodeList | null | undefined, text: string | undefined): void {
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return;
  if (text !== undefined && field.value === field.defaultValue) field.value = text;
}

function read(key: string): Kept {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    const entries = typeof found === "object" && found !== null ? Object.entries(found) : [];
    return Object.fromEntries(entries.filter((entry) => typeof entry[1] === "string"));
  } catch {
    // A browser that keeps nothing, or something else under our name: begin anew.
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
