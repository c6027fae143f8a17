import { type RefObject, useEffect, useState } from "react";
import type { ApprovalNeed } from "@/lib/modules/decisions/policy";
import type { Clause, Trace } from "@/lib/modules/policies/schema";

/** What the desk says a proposal would come to, at this moment. */
export type Check = Readonly<{
  trace: Trace;
  clauses: readonly Clause[];
  amountMinor: number;
  currency: string;
  need: ApprovalNeed;
}>;
type Answer = Readonly<{ check?: Check | undefined; refusal?: string | undefined }>;

const settleMs = 250;

/**
 * Asks policy and limits about the form whenever `signature` changes, once it has settled.
 * @returns the newest answer, and the words of why there is none
 */
export function useCheck(
  form: RefObject<HTMLFormElement | null>,
  address: string,
  signature: string,
): Readonly<{ check: Check | undefined; refusal: string | undefined }> {
  const [answer, setAnswer] = useState<Answer & { of: string }>({ of: "" });
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      if (!form.current) return;
      const body = new FormData(form.current);
      const found = await askCheck(address, body, abort.signal);
      if (found) setAnswer({ of: signature, ...found });
    }, settleMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [form, address, signature]);
  const isCurrent = answer.of === signature;
  return { check: isCurrent ? answer.check : undefined, refusal: isCurrent ? answer.refusal : undefined };
}

/** @returns undefined when the desk could not be reached */
async function askCheck(address: string, body: FormData, signal: AbortSignal): Promise<Answer | undefined> {
  try {
    const response = await fetch(address, { method: "POST", body, signal });
    const answer = await response.json();
    return response.ok
      ? { check: answer.found, refusal: answer.refusal }
      : { refusal: String(answer.detail ?? "") };
  } catch {
    // Without an answer the form says what it can work out itself, and the command decides anyway.
    return undefined;
  }
}
