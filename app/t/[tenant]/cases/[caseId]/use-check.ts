import { type RefObject, useEffect, useState } from "react";
import type { ApprovalNeed } from "@/lib/modules/decisions/policy";
import type { Clause, Trace } from "@/lib/modules/policies/schema";
import { askForm, type FormAnswer } from "./ask-form";

/** What the desk says a proposal would come to, at this moment. */
export type Check = Readonly<{
  trace: Trace;
  clauses: readonly Clause[];
  amountMinor: number;
  currency: string;
  need: ApprovalNeed;
}>;

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
  const [answer, setAnswer] = useState<FormAnswer<Check> & { of: string }>({ of: "" });
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      if (!form.current) return;
      const body = new FormData(form.current);
      const newest = await askForm<Check>(address, body, abort.signal);
      // Without an answer the form says what it can work out itself, and the command decides anyway.
      if (newest) setAnswer({ of: signature, ...newest });
    }, settleMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [form, address, signature]);
  const isCurrent = answer.of === signature;
  return { check: isCurrent ? answer.found : undefined, refusal: isCurrent ? answer.refusal : undefined };
}
