"use client";

import { useCallback, useState } from "react";
import { showToast } from "@/components/ui/toast";
import type { BulkInput, BulkReport } from "@/lib/modules/cases/inbox/bulk-schema";
import type { ActionResult } from "@/lib/web/action";
import { changeCasesAction, undoAction } from "./actions";

export type Act = BulkInput["act"];
export type DoAct = (act: Act, value?: Readonly<Record<string, string>>) => Promise<void>;

const doneWords: Readonly<Record<Act, string>> = {
  assign: "assigned",
  label: "labelled",
  unlabel: "rid of the label",
  snooze: "snoozed",
  resolve: "resolved",
  reopen: "reopened",
  spam: "marked as spam",
  not_spam: "back in the inbox",
};

const countWords = (count: number): string => (count === 1 ? "1 case" : `${count} cases`);

/** "2 cases resolved. 1 left as it was: #1044 (A decision waits for approval.)" */
export function reportWords({ done, skipped }: BulkReport, act: string): string {
  const first = skipped[0];
  const left =
    first &&
    `${skipped.length} left as ${skipped.length === 1 ? "it was" : "they were"}: #${first.number}${skipped.length > 1 ? " and others" : ""} (${first.reason})`;
  return [done > 0 && `${countWords(done)} ${act}.`, left].filter(Boolean).join(" ") || "Nothing to do.";
}

const failure = "We could not reach the desk. Nothing was changed. Try again.";

/** Does things to `caseIds` at once and says what became of them, with a way back. */
export function useActs(tenantSlug: string, caseIds: readonly string[], onDone: () => Promise<void>) {
  const [isPending, setIsPending] = useState(false);

  const send = useCallback(
    async (words: string, submit: () => Promise<ActionResult>): Promise<string | undefined> => {
      setIsPending(true);
      const result = await submit().catch(() => ({ status: "failed" as const, message: failure }));
      setIsPending(false);
      if (result.status === "failed") {
        showToast({ message: result.message });
        return undefined;
      }
      if (result.status !== "done" || !result.report) return undefined;
      const { undoId } = result.report;
      const undo = undoId
        ? () => void send("back as they were", () => undoAction(tenantSlug, idle, formOf({ undoId })))
        : undefined;
      showToast({ message: reportWords(result.report, words), undo });
      await onDone();
      return undoId;
    },
    [tenantSlug, onDone],
  );

  const doAct: DoAct = useCallback(
    async (act, value = {}) => {
      if (caseIds.length === 0) return;
      const form = formOf({ act, caseIds: caseIds.join(","), ...value });
      await send(doneWords[act], () => changeCasesAction(tenantSlug, idle, form));
    },
    [tenantSlug, caseIds, send],
  );
  return { doAct, isPending };
}

const idle: ActionResult = { status: "idle" };

function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}
