import type { ReactNode } from "react";
import type { RequestState } from "@/lib/modules/portal/status";

const dot: Readonly<Record<RequestState, string>> = {
  received: "bg-info-solid",
  looking: "bg-info-solid",
  question: "bg-waiting-solid",
  denied: "bg-line-strong",
  appealed: "bg-info-solid",
  approved: "bg-good-solid",
  processing: "bg-waiting-solid",
  paid: "bg-good-solid",
  problem: "bg-attention-solid",
  closed: "bg-line-strong",
  merged: "bg-line-strong",
};

/** Where a request stands, in a word and a colour that says the same. */
export function StatusMark({ state, children }: Readonly<{ state: RequestState; children: ReactNode }>) {
  return (
    <span className="flex items-baseline gap-2" data-status={state}>
      <span aria-hidden="true" className={`size-2.5 shrink-0 rounded-full ${dot[state]}`} />
      {children}
    </span>
  );
}
