import { useState, useTransition } from "react";
import { showToast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/web/action";
import { takeBackAction } from "./actions";

type ServerAct = (tenantSlug: string, previous: ActionResult, fields: FormData) => Promise<ActionResult>;
type Fields = Readonly<Record<string, string>>;
export type Act = Readonly<{
  run: ServerAct;
  fields: Fields;
  /** What was done, as a short sentence. */
  done: string;
  /** Fields that take it back, by the same act or another one. Missing: as the act itself says, if it does. */
  undo?: Readonly<{ run: ServerAct; fields: Fields }>;
}>;

type Sent = Readonly<{ refused?: string | undefined; undoId?: string | undefined }>;

const unreachable = "We could not reach the desk. Nothing was changed. Try again once you are online.";

/** Does small things to a case and says so, with the way back. @returns why the last one was refused, if it was */
export function useAct(tenantSlug: string) {
  const [isPending, start] = useTransition();
  const [failure, setFailure] = useState<string>();

  const send = async (run: ServerAct, fields: Fields): Promise<Sent> => {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    const result = await run(tenantSlug, { status: "idle" }, data).catch(() => undefined);
    if (!result) return { refused: unreachable };
    if (result.status === "failed") return { refused: result.message };
    return { undoId: result.status === "done" ? result.report?.undoId : undefined };
  };

  const act = ({ run, fields, done, undo }: Act, onDone?: () => void): void =>
    start(async () => {
      const { refused, undoId } = await send(run, fields);
      setFailure(refused);
      if (refused) return;
      onDone?.();
      const way = undo ?? (undoId === undefined ? undefined : { run: takeBackAction, fields: { undoId } });
      const takeBack =
        way && (() => start(async () => setFailure((await send(way.run, way.fields)).refused)));
      showToast({ message: done, ...(takeBack ? { undo: takeBack } : {}) });
    });
  return { act, isPending, failure, forget: () => setFailure(undefined) };
}
