import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { AuthCard } from "@/components/auth-card";
import { LinkButton } from "@/components/ui/link-button";
import { homeOf } from "@/lib/modules/access/policy";
import { requireVisitor } from "@/lib/web/session";

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
      </ul>
    </AuthCard>
  );
}

const AccountLink = () => (
  <Link className="link" href="/account">
    Your account
  </Link>
);
