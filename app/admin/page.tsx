import type { Metadata } from "next";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { listTenantsForAdmin } from "@/lib/modules/access/queries";
import type { TenantSummary } from "@/lib/modules/access/schema";
import { requirePlatformAdmin } from "@/lib/web/session";

export const metadata: Metadata = { title: "Tenants" };

const columns: readonly Column<TenantSummary>[] = [
  { header: "Tenant", cell: (tenant) => tenant.name },
  { header: "Path", cell: (tenant) => `/t/${tenant.slug}` },
  { header: "Currency", cell: (tenant) => tenant.currency },
  { header: "Members", isNumeric: true, cell: (tenant) => tenant.memberCount },
  { header: "Cases", isNumeric: true, cell: (tenant) => tenant.caseCount },
  {
    header: "Since",
    cell: ({ createdAt }) => (
      <time dateTime={createdAt.toISOString()}>{createdAt.toISOString().slice(0, 10)}</time>
    ),
  },
];

export default async function AdminPage() {
  const admin = await requirePlatformAdmin();
  const tenants = await listTenantsForAdmin(admin.userId);
  return (
    <main className="mx-auto flex w-full max-w-page flex-col gap-6 px-6 py-8">
      <h1 className="text-xl">Tenants</h1>
      {tenants.length === 0 ? (
        <EmptyState title="No tenants yet">A tenant appears here as soon as it is made.</EmptyState>
      ) : (
        <DataTable
          caption="Every tenant of this installation"
          columns={columns}
          rows={tenants}
          rowKey={(tenant) => tenant.id}
        />
      )}
    </main>
  );
}
