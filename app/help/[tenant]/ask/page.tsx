import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { askAction } from "@/app/help/[tenant]/actions";
import { fileField } from "@/app/help/[tenant]/file-field";
import { formWords } from "@/app/help/[tenant]/form-words";
import type { FieldSpec } from "@/app/help/[tenant]/portal-field";
import { PortalForm } from "@/app/help/[tenant]/portal-form";
import { askReasons, wishes } from "@/lib/modules/portal/dictionary";
import { listOwnOrders, type OwnOrder } from "@/lib/modules/portal/queries";
import { newId } from "@/lib/platform/ids";
import { type PortalPage, requireCustomer, requirePortal } from "@/lib/web/portal-page";

type Props = Readonly<{
  params: Promise<{ tenant: string }>;
  searchParams: Promise<{ order?: string | string[] }>;
}>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await requirePortal((await params).tenant)).words.ask.title };
}

/** Asks for help with one of the customer's orders. Without an order of theirs they choose one first. */
export default async function AskPage({ params, searchParams }: Props) {
  const { tenant } = await params;
  const page = await requirePortal(tenant);
  const orders = await listOwnOrders(await requireCustomer(tenant));
  const wanted = (await searchParams).order;
  const order = orders.find(({ id }) => id === wanted);
  if (!order) redirect(`/help/${tenant}/requests#orders`);
  const { words, date } = page;
  return (
    <>
      <header className="flex flex-col gap-1">
        <h1 className="text-2xl">{words.ask.title}</h1>
        <p className="text-ink-muted">
          {words.order.title(order.number)} · {words.order.placed(date(order.placedAt))}
        </p>
        <a
          className="link inline-flex min-h-11 items-center self-start"
          href={`/help/${tenant}/requests#orders`}
        >
          {words.ask.change}
        </a>
      </header>
      <PortalForm
        label={words.ask.title}
        action={askAction.bind(null, tenant)}
        hidden={{ orderId: order.id, formId: newId() }}
        words={formWords(words)}
        fields={fieldsOf(page, order)}
        submitLabel={words.ask.send}
        pendingLabel={words.ask.sending}
      />
    </>
  );
}

const fieldsOf = ({ words, money }: PortalPage, order: OwnOrder): readonly FieldSpec[] => [
  {
    ...{ name: "lines", label: words.ask.linesLegend, help: words.ask.linesHelp, kind: "choices" },
    options: order.lines.map(({ id, name, options, quantity, unitPriceMinor }) => ({
      value: id,
      label: [
        quantity > 1 ? `${quantity} × ${name}` : name,
        options,
        money(unitPriceMinor * quantity, order.currency),
      ]
        .filter(Boolean)
        .join(" · "),
    })),
  },
  {
    ...{ name: "reason", label: words.ask.reasonLegend, kind: "choice" },
    options: askReasons.map((value) => ({ value, label: words.ask.reasons[value] })),
  },
  {
    ...{ name: "wish", label: words.ask.wishLegend, kind: "choice" },
    options: wishes.map((value) => ({ value, label: words.ask.wishes[value] })),
  },
  { name: "message", label: words.ask.message, help: words.ask.messageHelp, kind: "words" },
  fileField(words),
];
