import { useState, useTransition } from "react";
import { showToast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/web/action";

type ServerAct = (tenantSlug: string, previous: ActionResult, fields: FormData) => Promise<ActionResult>;
type Fields = Readonly<Record<string, string>>;
export type Act = Readonly<{
  run: ServerAct;
  fields: Fields;
  /** What was done, as a short sentence. */
  done: string;
  /** Fields that take it back, by the same act or another one. */
  undo?: Readonly<{ run: ServerAct; fields: Fields }>;
}>;

/** Does small things to a case and says so, with the way back. @returns why the last one was refused, if it was */
export function useAct(tenantSlug: string) {
  const [isPending, start] = useTransition();
  const [failure, setFailure] = useState<string>();

  const send = async (run: ServerAct, fields: Fields): Promise<string | undefined> => {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    const result = await run(tenantSlug, { status: "idle" }, data).catch(() => undefined);
    if (!result) return "We could not reach the desk. Nothing was changed. Try again once you are online.";
    return result.status === "failed" ? result.message : undefined;
  };

  const act = ({ run, fields, done, undo }: Act, onDone?: () => void): void =>
    start(async () => {
      const refused = await send(run, fields);
      setFailure(refused);
      if (refused) return;
      onDone?.();
      const takeBack = undo && (() => start(async () => setFailure(await send(undo.run, undo.fields))));
      showToast({ message: done, ...(takeBack ? { undo: takeBack } : {}) });
    });
  return { act, isPending, failure, forget: () => setFailure(undefined) };
}
