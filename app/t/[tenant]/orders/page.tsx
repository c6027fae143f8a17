import { PackageSearch } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm } from "@/app/action-form";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { Money } from "@/components/money";
import { PageHeader } from "@/components/page-header";
import { RelativeTime } from "@/components/relative-time";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type FoundOrder, searchOrders } from "@/lib/modules/onboarding/queries";
import { openCaseAction } from "./actions";

export const metadata: Metadata = { title: "Orders" };

type Props = Readonly<{
  params: Promise<{ tenant: string }>;
  searchParams: Promise<{ q?: string | string[] }>;
}>;

/** Finds an order and opens a case about it. */
export default async function OrdersPage({ params, searchParams }: Props) {
  const { actor, tenant } = await requireDesk((await params).tenant);
  const words = String((await searchParams).q ?? "").slice(0, 200);
  const found = await searchOrders(actor, words.replaceAll("\0", ""));
  const mayOpen = actor.role !== "viewer";
  return (
    <>
      <PageHeader title="Orders" description="Find a payment and open a case about it." />
      <search className="block max-w-prose p-4">
        <form method="get" className="flex items-end gap-2">
          <div className="flex-1">
            <Field label="Order number, customer or payment">
              {(control) => <Input {...control} name="q" defaultValue={words} placeholder="#W2378156" />}
            </Field>
          </div>
          <Button type="submit">Find</Button>
        </form>
      </search>
      {found.length === 0 ? (
        <EmptyState icon={PackageSearch} title={words ? "No such order" : "No orders yet"}>
          {words
            ? "Try the beginning of its number, of the customer’s name or mail address, or the whole payment id."
            : "Orders come from the shop, from the payment provider or from a file."}
        </EmptyState>
      ) : (
        <ul aria-label="Orders" className="max-w-prose border-t border-line">
          {found.map((order) => (
            <OrderRow key={order.id} order={order} tenant={tenant} mayOpen={mayOpen} />
          ))}
        </ul>
      )}
    </>
  );
}

type OrderRowProps = Readonly<{
  order: FoundOrder;
  tenant: Readonly<{ slug: string; currency: string }>;
  mayOpen: boolean;
}>;

function OrderRow({ order, tenant, mayOpen }: OrderRowProps) {
  const { externalId, customerName, customerEmail, items, currency, totalMinor, refundedMinor, placedAt } =
    order;
  return (
    <li className="border-b border-line px-4 py-3 text-sm">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <p className="min-w-0">
          <span className="font-medium">{externalId}</span> · {customerName}{" "}
          {customerEmail !== customerName && <span className="text-ink-muted">{customerEmail}</span>}
          <span className="block truncate text-ink-muted">{items}</span>
        </p>
        <p className="tabular-nums">
          <Money amountMinor={totalMinor} currency={currency} tenantCurrency={tenant.currency} />
          {refundedMinor > 0 && (
            <span className="text-ink-muted">
              {" "}
              (<Money amountMinor={refundedMinor} currency={currency} tenantCurrency={tenant.currency} />{" "}
              refunded)
            </span>
          )}{" "}
          <span className="text-xs text-ink-muted">
            <RelativeTime at={placedAt} />
          </span>
        </p>
      </div>
      <div className="mt-1 flex flex-wrap items-start gap-4">
        {order.caseId && (
          <Link className="link" href={`/t/${tenant.slug}/cases/${order.caseId}`}>
            Open its case
          </Link>
        )}
        {mayOpen && (
          <details>
            <summary className="link cursor-pointer">New case</summary>
            <div className="mt-3 max-w-form">
              <ActionForm
                label={`New case about ${externalId}`}
                action={openCaseAction.bind(null, tenant.slug)}
                hidden={{ orderNumber: externalId }}
                fields={[
                  { name: "subject", label: "Subject", autoComplete: "off" },
                  { name: "message", label: "What the customer wants", autoComplete: "off" },
                ]}
                submitLabel="Open the case"
                pendingLabel="Opening…"
                isWide={false}
              />
            </div>
          </details>
        )}
      </div>
    </li>
  );
}
