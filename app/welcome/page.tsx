import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { ActionForm } from "@/app/action-form";
import { AuthCard } from "@/components/auth-card";
import { LinkButton } from "@/components/ui/link-button";
import { createTenantInput } from "@/lib/modules/access/schema";
import { homeOf } from "@/lib/modules/accounts/policy";
import { requireVisitor } from "@/lib/web/session";
import { createTenantAction } from "./actions";

export const metadata: Metadata = { title: "Welcome" };

export default async function WelcomePage() {
  const visitor = await requireVisitor();
  const home = homeOf(visitor);
  if (home !== "/welcome") redirect(home);

  if (visitor.memberships.length > 0) {
    return (
      <AuthCard title="Choose a workspace" footer={<AccountLink />}>
        <ul className="flex flex-col gap-2">
          {visitor.memberships.map(({ slug, tenantName, role }) => (
            <li key={slug}>
              <LinkButton href={`/t/${slug}`} isWide>
                {tenantName} · {role}
              </LinkButton>
            </li>
          ))}
        </ul>
      </AuthCard>
    );
  }

  return (
    <AuthCard
      title={visitor.name ? `Welcome, ${visitor.name}` : "Welcome"}
      description="Your account is ready. You do not belong to a workspace yet."
      footer={<AccountLink />}
    >
      <h2 className="text-base">What to do next</h2>
      <ul className="flex list-disc flex-col gap-3 pl-5">
        <li>
          You work for a shop: ask its Makegood admin to add{" "}
          <strong className="break-all">{visitor.email}</strong>, then{" "}
          <a className="link" href="/welcome">
            look again
          </a>
          .
        </li>
        <li>You want money back as a customer: use the help link in the mail from your shop.</li>
        {visitor.isPlatformAdmin && (
          <li>
            You run this installation: open{" "}
            <Link className="link" href="/admin">
              the tenants
            </Link>
            .
          </li>
        )}
        <li>You run a shop of your own: open a workspace for it.</li>
      </ul>
      <details className="border-t border-line pt-4">
        <summary className="cursor-pointer font-medium">Open a workspace</summary>
        <div className="mt-4">
          <ActionForm
            label="Open a workspace"
            action={createTenantAction}
            fields={[
              { name: "name", label: "Name of the shop", autoComplete: "organization" },
              {
                name: "slug",
                label: "Path",
                autoComplete: "off",
                help: "Small letters, digits and hyphens: it becomes part of the address.",
              },
              {
                name: "currency",
                label: "Currency",
                defaultValue: "USD",
                options: createTenantInput.shape.currency.options.map((code) => ({
                  value: code,
                  label: code,
                })),
              },
            ]}
            submitLabel="Open the workspace"
            pendingLabel="Opening…"
          />
        </div>
      </details>
    </AuthCard>
  );
}

const AccountLink = () => (
  <Link className="link" href="/account">
    Your account
  </Link>
);
