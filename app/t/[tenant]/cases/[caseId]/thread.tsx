import { MessageSquare } from "lucide-react";
import type { Desk } from "@/app/t/[tenant]/desk";
import { FileChip } from "@/components/file-chip";
import { MessageBubble } from "@/components/message-bubble";
import { moneyWords } from "@/components/money";
import { EmptyState } from "@/components/ui/empty-state";
import type { Message } from "@/lib/modules/cases/schema";
import { byTime } from "@/lib/modules/cases/thread";
import type { Decision } from "@/lib/modules/decisions/schema";
import type { ReplyDelivery } from "@/lib/modules/mail/schema";
import { MessageMail } from "./message-mail";

type Props = Readonly<{
  desk: Desk;
  caseId: string;
  entries: readonly Message[];
  decisions: readonly Decision[];
  deliveries: readonly ReplyDelivery[];
}>;

/** Everything that was said and done, in order: mails, replies and notes as bubbles, the rest in one line each. */
export function Thread({ desk, caseId, entries, decisions, deliveries }: Props) {
  const { slug } = desk.tenant;
  const all = [...entries, ...decisions.flatMap((decision) => eventsOf(decision, desk))].toSorted(byTime);
  if (all.length === 0) {
    return (
      <EmptyState icon={MessageSquare} title="No messages yet">
        This case was opened without a message.
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-1 flex-col gap-4 p-4">
      {all.map((message) => (
        <MessageBubble
          key={message.id}
          message={message}
          fileSlot={
            message.attachments?.length ? (
              <ul className="flex flex-wrap gap-2">
                {message.attachments.map((file) => (
                  <li key={file.id}>
                    <FileChip file={file} href={`/api/desk/${slug}/attachments/${file.id}`} />
                  </li>
                ))}
              </ul>
            ) : undefined
          }
          mailSlot={<MessageMail desk={desk} caseId={caseId} message={message} deliveries={deliveries} />}
        />
      ))}
    </div>
  );
}

const asked = {
  approve: "proposed",
  partial: "proposed",
  deny: "denied the request",
  need_info: "asked the customer for something",
  escalate: "left it to a lead",
} as const;

const ended: Readonly<Partial<Record<Decision["state"], string>>> = {
  approved: "approved",
  denied: "denied",
  returned: "sent back",
  withdrawn: "took back",
  revoked: "revoked",
};

function eventsOf(decision: Decision, { tenant }: Desk): Message[] {
  const { id, outcome, state, createdAt, decidedAt, decidedByName, proposedByName } = decision;
  const isPayment = outcome === "approve" || outcome === "partial";
  const amount = moneyWords(decision.amountMinor, decision.currency, tenant.currency);
  const event = (suffix: string, authorName: string, body: string, at: Date): Message => ({
    ...{ id: `${id}-${suffix}`, kind: "event", authorName, body, createdAt: at },
  });
  const isAlone = state === "approved" && decision.decidedById === decision.proposedById;
  if (isPayment && isAlone) return [event("decided", proposedByName, `refunds ${amount}`, createdAt)];
  const proposed = event(
    "proposed",
    proposedByName,
    isPayment ? `proposed to refund ${amount}` : asked[outcome],
    createdAt,
  );
  const word = isPayment ? ended[state] : undefined;
  if (!word || !decidedAt || !decidedByName) return [proposed];
  return [proposed, event("decided", decidedByName, `${word} the refund of ${amount}`, decidedAt)];
}
