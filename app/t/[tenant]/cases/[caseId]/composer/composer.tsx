"use client";

import { Eye, FileText, Lock, Send } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { Outcome } from "@/app/action-form";
import { useDoing } from "@/app/t/[tenant]/live";
import { useShortcut } from "@/components/shortcuts/use-shortcut";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import type { Macro } from "@/lib/modules/cases/macro-schema";
import type { Permission } from "@/lib/modules/cases/policy";
import { fillVariables, missingWords, type VariableValues } from "@/lib/modules/cases/variables";
import { ComposerTabs } from "./composer-tabs";
import { FileAdder, Files, useFiles } from "./files";
import { HoldBar } from "./hold-bar";
import { MacroEffects } from "./macro-effects";
import { MacroPicker } from "./macro-picker";
import { MailPreview } from "./mail-preview";
import { type DraftPart, type Kind, useDraft } from "./use-draft";
import { useSending } from "./use-sending";

type Props = Readonly<{
  tenantSlug: string;
  caseId: string;
  subject: string;
  customer: Readonly<{ name: string; email: string }>;
  values: VariableValues;
  macros: readonly Macro[];
  permissions: Readonly<Record<Kind, Permission>>;
  /** The newest message on the page. */
  seenMessageId: string | undefined;
}>;

/** Where one writes to the customer, or to colleagues. The two look and sound different from the first glance. */
export function Composer(props: Props) {
  const { tenantSlug, caseId, values, macros, permissions } = props;
  const [draft, change] = useDraft(caseId);
  const { kind } = draft;
  const part = draft[kind];
  const field = useRef<HTMLTextAreaElement>(null);
  const [isPicking, setPicking] = useState(false);
  const [isPreviewed, setPreviewed] = useState(false);
  const [isTyping, setTyping] = useState(false);
  const { sending, result, setResult, send, sendNow, undo } = useSending(props, draft, change);
  const setPart = (next: (before: DraftPart) => DraftPart) =>
    change((before) => ({ ...before, [kind]: next(before[kind]) }));
  const files = useFiles({ tenantSlug, caseId, setPart });
  useDoing(isTyping && part.text !== "" ? kind : undefined);

  const write = (next: Kind) => {
    change((before) => ({ ...before, kind: next }));
    requestAnimationFrame(() => field.current?.focus());
  };
  useShortcut("case.reply", () => write("reply"), permissions.reply.allowed);
  useShortcut("case.note", () => write("note"), permissions.note.allowed);
  useShortcut("case.macro", () => setPicking(true), permissions.reply.allowed && macros.length > 0);

  const permission = permissions[kind];
  const filled = fillVariables(part.text, values);
  const missing = kind === "reply" ? missingWords(filled.missing) : undefined;
  const isHeld = kind === "reply" && sending.state === "held";
  const canSend =
    permission.allowed &&
    part.text.trim() !== "" &&
    missing === undefined &&
    sending.state === "idle" &&
    !files.isUploading;
  const trySend = () => {
    if (canSend) send();
    else if (part.text.trim() === "") setResult({ status: "failed", message: "Write something first." });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    trySend();
  };
  const insertMacro = (macro: Macro) => {
    const text = fillVariables(macro.body, values).text;
    change((before) => ({
      ...before,
      kind: "reply",
      reply: {
        ...before.reply,
        text: before.reply.text === "" ? text : `${before.reply.text.trimEnd()}\n\n${text}`,
        macroId: hasEffects(macro) ? macro.id : before.reply.macroId,
      },
    }));
    requestAnimationFrame(() => field.current?.focus());
  };

  return (
    <section
      aria-label="Write"
      data-kind={kind}
      className={`flex flex-col gap-2 border-t p-3 md:sticky md:bottom-0 ${
        kind === "note" ? "border-note-line bg-note" : "border-line bg-surface"
      }`}
    >
      <ComposerTabs kind={kind} onChange={(next) => change((before) => ({ ...before, kind: next }))} />
      {part.wasHeld && sending.state === "idle" && (
        <Banner tone="waiting" role="status">
          The page was closed before this reply was sent. It is kept here.
        </Banner>
      )}
      <label className="sr-only" htmlFor="composer">
        {kind === "note" ? "Note for colleagues" : `Reply to ${props.customer.name}`}
      </label>
      <textarea
        id="composer"
        ref={field}
        value={part.text}
        readOnly={isHeld || sending.state === "sending"}
        disabled={!permission.allowed}
        onChange={(event) => {
          setTyping(true);
          setPart((before) => ({ ...before, text: event.target.value, wasHeld: false }));
        }}
        onBlur={() => setTyping(false)}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          if (event.clipboardData.files.length === 0) return;
          event.preventDefault();
          files.add(event.clipboardData.files);
        }}
        rows={4}
        maxLength={20_000}
        aria-describedby="composer-hint"
        aria-invalid={missing ? true : undefined}
        placeholder={kind === "note" ? "Only colleagues read this" : `Write to ${props.customer.name}`}
        className={`w-full resize-y rounded-md border px-3 py-2 text-base text-ink disabled:cursor-not-allowed disabled:text-ink-faint ${
          kind === "note" ? "border-note-line bg-note" : "border-line-strong bg-surface"
        }`}
      />
      <Files files={part.files} onRemove={files.remove} tenantSlug={tenantSlug} failure={files.failure} />
      {kind === "reply" && (
        <MacroEffects
          macro={macros.find(({ id }) => id === part.macroId)}
          onRemove={() => setPart((before) => ({ ...before, macroId: undefined }))}
        />
      )}
      <p id="composer-hint" className={missing ? "text-sm text-attention" : "text-xs text-ink-muted"}>
        {permission.allowed ? (missing ?? hints[kind](props.customer.email)) : permission.reason}
      </p>
      <Outcome result={result} fields={[]} />
      {isHeld ? (
        <HoldBar onUndo={undo} onSendNow={sendNow} />
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          <FileAdder onAdd={files.add} isDisabled={!permission.allowed} isUploading={files.isUploading} />
          {kind === "reply" && (
            <>
              <Button
                size="sm"
                variant="ghost"
                icon={<FileText aria-hidden="true" className="size-3.5" />}
                onClick={() => setPicking(true)}
                disabled={!permission.allowed}
              >
                Macro
              </Button>
              <Button
                size="sm"
                variant="ghost"
                icon={<Eye aria-hidden="true" className="size-3.5" />}
                onClick={() => setPreviewed(true)}
                disabled={part.text.trim() === ""}
              >
                Preview
              </Button>
            </>
          )}
          <span className="ml-auto">
            <Button
              variant={kind === "note" ? "secondary" : "primary"}
              icon={
                kind === "note" ? (
                  <Lock aria-hidden="true" className="size-3.5" />
                ) : (
                  <Send aria-hidden="true" className="size-3.5" />
                )
              }
              onClick={trySend}
              pending={sending.state === "sending"}
              pendingLabel={kind === "note" ? "Adding…" : "Sending…"}
              disabled={!canSend}
              aria-describedby="composer-hint"
            >
              {kind === "note" ? "Add note" : "Send reply"}
            </Button>
          </span>
        </div>
      )}
      <MacroPicker isOpen={isPicking} onOpenChange={setPicking} macros={macros} onUse={insertMacro} />
      <MailPreview
        isOpen={isPreviewed}
        onOpenChange={setPreviewed}
        to={props.customer}
        subject={`Re: ${props.subject} (${values["case.number"]})`}
        text={filled.text}
        files={part.files}
        missing={missing}
      />
    </section>
  );
}

const hints: Readonly<Record<Kind, (email: string) => string>> = {
  reply: (email) => `Goes to ${email} by mail. Ctrl or ⌘ with Enter sends it.`,
  note: () => "The customer never sees a note. Ctrl or ⌘ with Enter adds it.",
};

const hasEffects = ({ addsLabels, setsConversation, assignsToMe }: Macro): boolean =>
  addsLabels.length > 0 || setsConversation !== null || assignsToMe;
