import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { importOrdersAction } from "@/app/t/[tenant]/setup/actions";
import { PageHeader } from "@/components/page-header";
import { Card } from "@/components/ui/card";
import { orderColumns } from "@/lib/modules/onboarding/order-file";
import { maySetUp } from "@/lib/modules/onboarding/policy";
import { ImportForm } from "./import-form";

export const metadata: Metadata = { title: "Import orders" };

const example = [
  "order,status,currency,placed_at,delivered_at,customer_name,customer_email,item,item_name,quantity,unit_price,payment_id",
  "#W1001,delivered,USD,2026-11-01,2026-11-04,Ana Ruiz,ana@example.com,shoe-8,Running shoes,1,42.10,pi_123",
  "#W1001,delivered,USD,2026-11-01,2026-11-04,Ana Ruiz,ana@example.com,sock,Socks,2,4.50,pi_123",
].join("\n");

export default async function ImportPage({ params }: Readonly<{ params: Promise<{ tenant: string }> }>) {
  const { actor, tenant } = await requireDesk((await params).tenant);
  if (!maySetUp(actor)) notFound();
  return (
    <>
      <PageHeader
        title="Import orders"
        description="Try a file first: it says what would happen and saves nothing."
        actions={
          <Link className="link text-sm" href={`/t/${tenant.slug}/setup`}>
            Back to setting up
          </Link>
        }
      />
      <div className="flex max-w-prose flex-col gap-4 p-4">
        <Card title="The file">
          <ImportForm action={importOrdersAction.bind(null, tenant.slug)} />
        </Card>
        <Card title="What it looks like">
          <p className="mb-3">
            CSV in UTF-8, a line for each item, amounts such as 42.10. Columns: {orderColumns.join(", ")}. A
            payment_id is the payment at the provider; without one nothing of the order can be paid back
            there.
          </p>
          <pre className="rounded-md border border-line bg-sunken p-3 text-xs break-all whitespace-pre-wrap">
            {example}
          </pre>
        </Card>
      </div>
    </>
  );
}
