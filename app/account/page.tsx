import type { Metadata } from "next";
import Link from "next/link";
import { signOutAction } from "@/app/(auth)/sign-out/actions";
import { AuthCard } from "@/components/auth-card";
import { Facts } from "@/components/ui/facts";
import { SubmitButton } from "@/components/ui/submit-button";
import { requireVisitor } from "@/lib/web/session";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const { name, email, memberships, isPlatformAdmin } = await requireVisitor();
  return (
    <AuthCard title="Your account">
      <Facts
        facts={[
          { term: "Name", detail: name || "Not given" },
          { term: "Mail address", detail: email },
          ...memberships.map(({ slug, tenantName, role }) => ({
            term: `${tenantName} (${role})`,
            detail: (
              <Link className="link" href={`/t/${slug}`}>
                Open
              </Link>
            ),
          })),
        ]}
      />
      {memberships.length === 0 && <p>You do not belong to a workspace yet.</p>}
      {isPlatformAdmin && (
        <p>
          <Link className="link" href="/admin">
            Tenants of this installation
          </Link>
        </p>
      )}
      <form action={signOutAction}>
        <SubmitButton isWide variant="secondary" pendingLabel="Signing out…">
          Sign out of this browser
        </SubmitButton>
      </form>
    </AuthCard>
  );
}
