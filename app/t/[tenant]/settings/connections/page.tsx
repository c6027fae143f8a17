import type { Metadata } from "next";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { ProviderPart } from "@/app/t/[tenant]/setup/provider-part";
import { PageHeader } from "@/components/page-header";
import { Card } from "@/components/ui/card";
import { mayManageAccess } from "@/lib/modules/access/policy";
import { findCrmHealth } from "@/lib/modules/crm/queries";
import { supportAddress } from "@/lib/modules/mail/addresses";
import { findMailHealth } from "@/lib/modules/mail/queries";
import { waysIn } from "@/lib/modules/mail/ways-in";
import { findConnection } from "@/lib/modules/payments/connections";
import { isSimulated } from "@/lib/modules/payments/stripe-client";
import { CrmPart } from "./crm-part";
import { MailPart } from "./mail-part";

export const metadata: Metadata = { title: "Connections" };

type Props = Readonly<{ params: Promise<{ tenant: string }> }>;

export default async function ConnectionsPage({ params }: Props) {
  const { actor, tenant } = await requireDesk((await params).tenant);
  const [connection, crm, mail] = await Promise.all([
    findConnection(actor),
    findCrmHealth(actor),
    findMailHealth(actor),
  ]);
  const isAdmin = mayManageAccess(actor);
  return (
    <>
      <PageHeader
        title="Connections"
        description="What this workspace is connected to, and whether it answers."
      />
      <div className="flex max-w-3xl flex-col gap-4 p-4 text-sm">
        <Card title="Payment provider">
          <div className="flex flex-col gap-3">
            <ProviderPart
              slug={tenant.slug}
              connection={connection}
              isAdmin={isAdmin}
              isSimulated={isSimulated}
            />
          </div>
        </Card>
        <Card title="CRM">
          <CrmPart slug={tenant.slug} health={crm} isAdmin={isAdmin} />
        </Card>
        <Card title="Mail">
          <MailPart
            slug={tenant.slug}
            address={supportAddress(tenant.slug)}
            waysIn={waysIn()}
            health={mail}
          />
        </Card>
      </div>
    </>
  );
}
