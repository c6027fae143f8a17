"use client";

import { type KeyboardEvent, useRef, useState } from "react";
import { Outcome } from "@/app/action-form";
import { Banner } from "@/components/ui/banner";
import type { Macro } from "@/lib/modules/cases/macro-schema";
import type { Permission } from "@/lib/modules/cases/policy";
import type { VariableValues } from "@/lib/modules/cases/variables";
import { ComposerBar } from "./composer-bar";
import { ComposerTabs } from "./composer-tabs";
import { Files } from "./files";
import { HoldBar } from "./hold-bar";
import { MacroEffects } from "./macro-effects";
import { MacroPicker } from "./macro-picker";
import { MailPreview } from "./mail-preview";
import { useComposer } from "./use-composer";
import type { Kind } from "./use-draft";

type Props = Readonly<{
  tenantSlug: string;
  caseId: string;
  me: string;
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
  const { tenantSlug, customer, macros } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const composer = useComposer(props, field);
  const { kind, part, setPart, files, missing, permission, sending, isHeld } = composer;
  const [isPreviewed, setPreviewed] = useState(false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    composer.trySend();
  };
  return (
    <section
      aria-label="Write"
      data-kind={kind}
      className={`flex flex-col gap-2 border-t p-3 md:sticky md:bottom-0 ${looks[kind].section}`}
    >
      <ComposerTabs kind={kind} onChange={composer.choose} />
      {part.wasHeld && sending.state === "idle" && (
        <Banner tone="waiting" role="status">
          The page was closed before this reply was sent. It is kept here.
        </Banner>
      )}
      <textarea
        ref={field}
        aria-label={kind === "note" ? "Note for colleagues" : `Reply to ${customer.name}`}
        aria-describedby="composer-hint"
        aria-invalid={missing ? true : undefined}
        value={part.text}
        readOnly={isHeld || sending.state === "sending"}
        disabled={!permission.allowed}
        onChange={(event) => {
          composer.setTyping(true);
          setPart((before) => ({ ...before, text: event.target.value, wasHeld: false }));
        }}
        onBlur={() => composer.setTyping(false)}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          if (event.clipboardData.files.length === 0) return;
          event.preventDefault();
          files.add(event.clipboardData.files);
        }}
        rows={4}
        maxLength={20_000}
        placeholder={kind === "note" ? "Only colleagues read this" : `Write to ${customer.name}`}
        className={`w-full resize-y rounded-md border px-3 py-2 text-base text-ink disabled:cursor-not-allowed disabled:text-ink-faint ${looks[kind].field}`}
      />
      <Files files={part.files} onRemove={files.remove} tenantSlug={tenantSlug} failure={files.failure} />
      {kind === "reply" && (
        <MacroEffects
          macro={macros.find(({ id }) => id === part.macroId)}
          onRemove={() => setPart((before) => ({ ...before, macroId: undefined }))}
        />
      )}
      <p id="composer-hint" className={missing ? "text-sm text-attention" : "text-xs text-ink-muted"}>
        {permission.allowed ? (missing ?? looks[kind].hint(customer.email)) : permission.reason}
      </p>
      <Outcome result={composer.result} fields={[]} />
      {isHeld ? (
        <HoldBar onUndo={composer.undo} onSendNow={composer.sendNow} />
      ) : (
        <ComposerBar composer={composer} onPreview={() => setPreviewed(true)} />
      )}
      <MacroPicker
        isOpen={composer.isPicking}
        onOpenChange={composer.setPicking}
        macros={macros}
        onUse={composer.insertMacro}
      />
      <MailPreview
        isOpen={isPreviewed}
        onOpenChange={setPreviewed}
        to={customer}
        subject={`Re: ${props.subject} (${props.values["case.number"]})`}
        text={composer.text}
        files={part.files}
        missing={missing}
      />
    </section>
  );
}

const looks = {
  reply: {
    section: "border-line bg-surface",
    field: "border-line-strong bg-surface",
    hint: (email: string) => `Goes to ${email} by mail. Ctrl or ⌘ with Enter sends it.`,
  },
  note: {
    section: "border-note-line bg-note",
    field: "border-note-line bg-note",
    hint: () => "The customer never sees a note. Ctrl or ⌘ with Enter adds it.",
  },
} as const;
