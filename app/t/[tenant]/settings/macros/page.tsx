import { MessageSquareText } from "lucide-react";
import type { Metadata } from "next";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { PageHeader } from "@/components/page-header";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { listMacros } from "@/lib/modules/cases/macros";
import { mayManageMacros } from "@/lib/modules/cases/policy";
import { MacroCard } from "./macro-card";
import { MacroForm } from "./macro-form";

export const metadata: Metadata = { title: "Macros" };

type Props = Readonly<{ params: Promise<{ tenant: string }> }>;

export default async function MacrosPage({ params }: Props) {
  const { actor, tenant } = await requireDesk((await params).tenant);
  const macros = await listMacros(actor, { withArchived: true });
  const permission = mayManageMacros(actor);
  return (
    <>
      <PageHeader
        title="Macros"
        description="Words and acts that the team uses often. In a case they open with M, and their variables are filled in."
      />
      <div className="flex max-w-3xl flex-col gap-4 p-4">
        {permission.allowed ? (
          <Card title="New macro">
            <MacroForm tenantSlug={tenant.slug} />
          </Card>
        ) : (
          <p className="text-sm text-ink-muted">{permission.reason}</p>
        )}
        {macros.length === 0 && (
          <EmptyState icon={MessageSquareText} title="No macros yet">
            Write the first one for what customers ask most.
          </EmptyState>
        )}
        {macros.map((macro) => (
          <MacroCard
            // A change by somebody else begins a new form.
            key={`${macro.id}:${macro.version}:${macro.archivedAt !== null}`}
            tenantSlug={tenant.slug}
            macro={macro}
            mayChange={permission.allowed}
          />
        ))}
      </div>
    </>
  );
}
