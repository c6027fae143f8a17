import type { Metadata } from "next";
import Link from "next/link";
import { Logo } from "@/components/logo";
import { Banner } from "@/components/ui/banner";
import { Card } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Facts } from "@/components/ui/facts";
import type { TenantSummary } from "@/lib/modules/access/schema";
import { findPlatformOverview } from "@/lib/modules/access/tenants";
import { type AuthServer, findAuthServer, providerNames } from "@/lib/web/auth-server";
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
  const [{ tenants, undeliveredNotices }, server] = await Promise.all([
    findPlatformOverview(admin),
    findAuthServer(),
  ]);
  return (
    <main className="mx-auto flex w-full max-w-page flex-col gap-6 px-6 py-8">
      <Link href="/welcome" className="self-start rounded-md">
        <Logo />
      </Link>
      <h1 className="text-xl">Tenants</h1>
      {undeliveredNotices > 0 && (
        <Banner tone="attention" title={`${undeliveredNotices} mails about accounts could not be delivered.`}>
          Check the mail server at SMTP_URL. They are yours to look after: nobody else is told.
        </Banner>
      )}
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
      <AuthServerCard server={server} />
    </main>
  );
}

function AuthServerCard({ server }: Readonly<{ server: AuthServer | undefined }>) {
  return (
    <Card title="Auth server">
      {server ? (
        <Facts
          facts={[
            { term: "Server", detail: server.version },
            {
              term: "Tokens are checked with",
              detail: server.signing === "asymmetric" ? "its public keys" : "the shared secret (HS256)",
            },
            { term: "Signing up", detail: server.isSignUpOpen ? "open" : "closed" },
            {
              term: "Providers",
              detail:
                server.providers.map((provider) => providerNames[provider]).join(", ") || "none configured",
            },
            {
              term: "Connecting providers by hand",
              detail: server.canLinkProviders ? "yes" : "not on this server: it connects by equal addresses",
            },
            {
              term: "Limits of its own",
              detail: server.hasRateLimits ? "yes, beside ours" : "none: ours alone count",
            },
            {
              term: "Second factor, sessions, invitations",
              detail: "Makegood’s own, the same on every server",
            },
          ]}
        />
      ) : (
        <Banner tone="attention">The auth server does not answer.</Banner>
      )}
    </Card>
  );
}
