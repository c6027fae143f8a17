import { useCallback, useEffect, useRef, useState } from "react";
import type { ActionResult } from "@/lib/web/action";
import { noteAction, replyAction } from "./actions";
import { type Draft, type DraftPart, type DraftPlace, emptyPart, forgetPart, type Kind } from "./use-draft";

/** How long a reply waits before it is sent: long enough to see the mistake in it. */
export const holdSeconds = 6;

type Place = DraftPlace & Readonly<{ tenantSlug: string; seenMessageId: string | undefined }>;
type Change = (next: (before: Draft) => Draft) => void;
type Sending = Readonly<{ state: "idle" | "held" | "sending"; kind: Kind }>;

/**
 * Sends what was written: a reply after a moment in which it can be taken back, a note at once. Whatever goes wrong,
 * the words stay where they were typed.
 */
export function useSending(place: Place, draft: Draft, change: Change) {
  const [sending, setSending] = useState<Sending>({ state: "idle", kind: "reply" });
  const [result, setResult] = useState<ActionResult>({ status: "idle" });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const held = useRef<DraftPart>(undefined);
  const latest = useRef(place);
  useEffect(() => {
    latest.current = place;
  });

  const submit = useCallback(
    async (kind: Kind, part: DraftPart) => {
      clearTimeout(timer.current);
      held.current = undefined;
      setSending({ state: "sending", kind });
      const answer = await post(latest.current, kind, part);
      setResult(answer);
      change((before) => {
        if (answer.status !== "done") return { ...before, [kind]: { ...before[kind], wasHeld: false } };
        return { ...before, [kind]: emptyPart() };
      });
      setSending({ state: "idle", kind });
    },
    [change],
  );

  const hold = useCallback(
    (part: DraftPart) => {
      setResult({ status: "idle" });
      held.current = part;
      change((before) => ({ ...before, reply: { ...part, wasHeld: true } }));
      setSending({ state: "held", kind: "reply" });
      timer.current = setTimeout(() => submit("reply", part), holdSeconds * 1_000);
    },
    [change, submit],
  );

  const undo = useCallback(() => {
    clearTimeout(timer.current);
    held.current = undefined;
    change((before) => ({ ...before, reply: { ...before.reply, wasHeld: false } }));
    setSending({ state: "idle", kind: "reply" });
  }, [change]);

  // Whoever goes on to the next case has not taken it back.
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      const part = held.current;
      const place = latest.current;
      if (!part) return;
      void post(place, "reply", part).then(({ status }) => {
        if (status === "done") forgetPart(place, "reply");
      });
    },
    [],
  );

  const send = () => {
    const { kind } = draft;
    if (kind === "reply") hold(draft.reply);
    else void submit(kind, draft.note);
  };
  const sendNow = () => void submit("reply", held.current ?? draft.reply);
  return { sending, result, setResult, send, sendNow, undo };
}

const unreachable: ActionResult = {
  status: "failed",
  message:
    "We could not reach the desk. Nothing is lost: your words are kept here. Send them again once you are online.",
};

async function post(place: Place, kind: Kind, part: DraftPart): Promise<ActionResult> {
  const fields = new FormData();
  fields.set("caseId", place.caseId);
  fields.set("messageId", part.messageId);
  fields.set("body", part.text);
  for (const { id } of part.files) fields.append("attachmentIds", id);
  if (kind === "reply" && part.macroId) fields.set("macroId", part.macroId);
  if (kind === "reply" && place.seenMessageId) fields.set("seenMessageId", place.seenMessageId);
  const send = kind === "reply" ? replyAction : noteAction;
  return send(place.tenantSlug, { status: "idle" }, fields).catch(() => unreachable);
}
