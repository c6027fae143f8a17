import type { Desk } from "@/app/t/[tenant]/desk";
import type { Message } from "@/lib/modules/cases/schema";
import type { ReplyDelivery as Delivery } from "@/lib/modules/mail/schema";
import { MailOriginal } from "./mail-original";
import { ReplyDelivery } from "./reply-delivery";

type Props = Readonly<{
  desk: Desk;
  caseId: string;
  message: Message;
  deliveries: readonly Delivery[];
}>;

/** What a message has to do with mail: how far a reply is on its way, or how a customer's mail was sent. */
export function MessageMail({ desk, caseId, message, deliveries }: Props) {
  const delivery = deliveries.find(({ messageId }) => messageId === message.id);
  if (delivery) return <ReplyDelivery desk={desk} caseId={caseId} delivery={delivery} />;
  if (message.kind !== "customer" || message.channel !== "mail") return null;
  return <MailOriginal address={`/api/desk/${desk.tenant.slug}/messages/${message.id}/mail`} />;
}
