import { RowActionForm } from "@/app/action-form";
import type { Desk } from "@/app/t/[tenant]/desk";
import type { ReplyDelivery as Delivery } from "@/lib/modules/mail/schema";
import { giveUpReplyAction, retryReplyAction } from "./reply-actions";

type Props = Readonly<{ desk: Desk; caseId: string; delivery: Delivery }>;

const words: Readonly<Record<Delivery["state"], string>> = {
  sending: "Sending…",
  retrying: "Not sent yet. We will try again.",
  waiting: "Waits for the reply before it, which did not arrive.",
  sent: "Sent",
  failed: "This reply did not reach the customer.",
  given_up: "Not sent: somebody gave it up.",
};

/** How far a reply is on its way, and what to do when it did not arrive. */
export function ReplyDelivery({ desk, caseId, delivery: { messageId, state, error } }: Props) {
  const { slug } = desk.tenant;
  if (state !== "failed") return <p className="text-xs text-ink-muted">{words[state]}</p>;
  const hidden = { caseId, messageId };
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      <p className="text-attention">
        {words.failed} {error}
      </p>
      <RowActionForm
        label="Retry the reply"
        action={retryReplyAction.bind(null, slug)}
        hidden={hidden}
        submitLabel="Retry"
        pendingLabel="Retrying…"
      />
      <RowActionForm
        label="Give the reply up"
        action={giveUpReplyAction.bind(null, slug)}
        hidden={hidden}
        submitLabel="Give up"
        pendingLabel="Giving up…"
      />
    </div>
  );
}
