import { type RefObject, useEffect, useState } from "react";
import { useDoing } from "@/app/t/[tenant]/live";
import { useShortcut } from "@/components/shortcuts/use-shortcut";
import type { Macro } from "@/lib/modules/cases/macro-schema";
import type { Permission } from "@/lib/modules/cases/policy";
import { fillVariables, missingWords, type VariableValues } from "@/lib/modules/cases/variables";
import { useFiles } from "./files";
import { type DraftPart, type Kind, useDraft } from "./use-draft";
import { useSending } from "./use-sending";

type Setting = Readonly<{
  tenantSlug: string;
  caseId: string;
  /** Whoever writes. */
  me: string;
  seenMessageId: string | undefined;
  values: VariableValues;
  macros: readonly Macro[];
  permissions: Readonly<Record<Kind, Permission>>;
}>;

/** What is being written, what may be done with it now, and the acts themselves. */
export function useComposer(setting: Setting, field: RefObject<HTMLTextAreaElement | null>) {
  const { tenantSlug, caseId, values, macros, permissions } = setting;
  const [draft, change] = useDraft(setting);
  const { kind } = draft;
  const part = draft[kind];
  const [isPicking, setPicking] = useState(false);
  const [isTyping, setTyping] = useState(false);
  const { sending, result, setResult, ...acts } = useSending(setting, draft, change);
  const setPart = (next: (before: DraftPart) => DraftPart) =>
    change((before) => ({ ...before, [kind]: next(before[kind]) }));
  const files = useFiles({ tenantSlug, caseId, setPart });
  useDoing(isTyping && part.text !== "" ? kind : undefined);

  const focus = () => requestAnimationFrame(() => field.current?.focus());
  const choose = (next: Kind) => change((before) => ({ ...before, kind: next }));
  const write = (next: Kind) => {
    choose(next);
    focus();
  };
  // The inbox leads here with the same key.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens.
  useEffect(() => {
    if (window.location.hash === "#reply") focus();
  }, []);
  useShortcut("case.reply", () => write("reply"), permissions.reply.allowed);
  useShortcut("case.note", () => write("note"), permissions.note.allowed);
  useShortcut("case.macro", () => setPicking(true), permissions.reply.allowed && macros.length > 0);

  const filled = fillVariables(part.text, values);
  const missing = kind === "reply" ? missingWords(filled.missing) : undefined;
  const isBlank = part.text.trim() === "";
  const isIdle = sending.state === "idle" && !files.isUploading;
  const canSend = permissions[kind].allowed && !isBlank && missing === undefined && isIdle;
  const trySend = () => {
    if (canSend) acts.send();
    else if (isBlank) setResult({ status: "failed", message: "Write something first." });
  };
  const insertMacro = (macro: Macro) => {
    change((before) => ({ ...before, kind: "reply", reply: withMacro(before.reply, macro, values) }));
    focus();
  };
  return {
    ...{ kind, part, setPart, choose, files, missing, isBlank, canSend, trySend, insertMacro, result },
    ...{ sending, sendNow: acts.sendNow, undo: acts.undo, isPicking, setPicking, setTyping },
    text: filled.text,
    isHeld: kind === "reply" && sending.state === "held",
    permission: permissions[kind],
  };
}

function withMacro(before: DraftPart, macro: Macro, values: VariableValues): DraftPart {
  const text = fillVariables(macro.body, values).text;
  const isActive = macro.addsLabels.length > 0 || macro.setsConversation !== null || macro.assignsToMe;
  return {
    ...before,
    text: before.text === "" ? text : `${before.text.trimEnd()}\n\n${text}`,
    macroId: isActive ? macro.id : before.macroId,
  };
}
