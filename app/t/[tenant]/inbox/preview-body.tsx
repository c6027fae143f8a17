import { MessageBubble } from "@/components/message-bubble";
import { OrderCard } from "@/components/order-card";
import type { Message } from "@/lib/modules/cases/schema";
import type { Order } from "@/lib/modules/orders/schema";

/** What a preview shows of a case besides its row in the list. */
export type PreviewContent = Readonly<{
  messages: readonly Message[];
  hiddenMessages: number;
  order?: Order;
}>;

type Props = Readonly<{ shown: PreviewContent; tenantCurrency: string }>;

/** The newest messages of a case and its order. */
export function PreviewBody({ shown, tenantCurrency }: Props) {
  return (
    <div className="flex flex-col gap-4 2xl:flex-row 2xl:items-start">
      <div className="flex min-w-0 flex-1 flex-col gap-4">
        {shown.hiddenMessages > 0 && (
          <p className="text-xs text-ink-muted">{shown.hiddenMessages} earlier messages</p>
        )}
        {shown.messages.map((message) => (
          <MessageBubble key={message.id} message={message} />
        ))}
      </div>
      {shown.order && (
        <div className="2xl:w-pane-context">
          <OrderCard order={shown.order} tenantCurrency={tenantCurrency} />
        </div>
      )}
    </div>
  );
}
