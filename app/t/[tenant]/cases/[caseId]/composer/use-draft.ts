import { useCallback, useEffect, useState } from "react";

export type Kind = "reply" | "note";
export type DraftFile = Readonly<{ id: string; name: string; sizeBytes: number }>;

/** One message that is being written. Its id makes a second send of it the same message. */
export type DraftPart = Readonly<{
  messageId: string;
  text: string;
  files: readonly DraftFile[];
  /** What happens to the case with the reply. */
  macroId?: string | undefined;
  /** It was about to be sent when the page went away. */
  wasHeld?: boolean | undefined;
}>;

/** A reply and a note are two drafts: what was meant for colleagues never ends up in a reply by changing tabs. */
export type Draft = Readonly<{ kind: Kind; reply: DraftPart; note: DraftPart }>;

/** A browser may be used by several people, and each has drafts of their own. */
export type DraftPlace = Readonly<{ me: string; caseId: string }>;

const keyOf = ({ me, caseId }: DraftPlace): string => `makegood:draft:${me}:${caseId}`;
const blank: Draft = {
  kind: "reply",
  reply: { messageId: "", text: "", files: [] },
  note: { messageId: "", text: "", files: [] },
};

/** What somebody writes in a case, kept in this browser until it was sent: a reload, a conflict or a lost line take nothing. */
export function useDraft({ me, caseId }: DraftPlace) {
  const [draft, setDraft] = useState(blank);
  useEffect(() => setDraft(readDraft({ me, caseId })), [me, caseId]);

  const change = useCallback(
    (next: (before: Draft) => Draft) =>
      setDraft((before) => {
        const changed = next(before);
        keep({ me, caseId }, changed);
        return changed;
      }),
    [me, caseId],
  );
  return [draft, change] as const;
}

/** A part that was sent makes room for the next one. */
export const emptyPart = (): DraftPart => ({ messageId: newMessageId(), text: "", files: [] });

/** Empties a part of a draft nobody looks at any more: its page is gone, and its message was sent. */
export function forgetPart(place: DraftPlace, kind: Kind): void {
  keep(place, { ...readDraft(place), [kind]: emptyPart() });
}

function readDraft(place: DraftPlace): Draft {
  const fresh: Draft = { kind: "reply", reply: emptyPart(), note: emptyPart() };
  try {
    const kept: Partial<Draft> = JSON.parse(localStorage.getItem(keyOf(place)) ?? "{}");
    return {
      kind: kept.kind === "note" ? "note" : "reply",
      reply: { ...fresh.reply, ...kept.reply },
      note: { ...fresh.note, ...kept.note },
    };
  } catch {
    // A browser that keeps nothing, or something else under our name: begin anew.
    return fresh;
  }
}

function keep(place: DraftPlace, draft: Draft): void {
  try {
    if (isBlank(draft)) localStorage.removeItem(keyOf(place));
    else localStorage.setItem(keyOf(place), JSON.stringify(draft));
  } catch {
    // Without room in the browser the draft lives as long as the page.
  }
}

const isBlank = ({ reply, note }: Draft): boolean =>
  [reply, note].every(({ text, files }) => text === "" && files.length === 0);

// randomUUID exists on secure origins alone, and a desk may be tried out on a plain one.
function newMessageId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20)}`;
}
