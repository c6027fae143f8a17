import type { Metadata } from "next";
import Link from "next/link";
import { AuthCard } from "@/app/(auth)/form-parts";
import { signOutAction } from "@/app/(auth)/sign-out/actions";
import { requireVisitor } from "@/lib/web/session";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const visitor = await requireVisitor();
  return (
    <AuthCard title="Your account">
      <dl>
        <dt>Name</dt>
        <dd>{visitor.name || "Not given"}</dd>
        <dt>Mail address</dt>
        <dd>{visitor.email}</dd>
        <dt>Workspaces</dt>
        <dd>
          {visitor.memberships.length === 0 && "None yet"}
          <ul>
            {visitor.memberships.map(({ slug, tenantName, role }) => (
              <li key={slug}>
                <Link href={`/t/${slug}`}>{tenantName}</Link> · {role}
              </li>
            ))}
          </ul>
        </dd>
      </dl>
      {visitor.isPlatformAdmin && (
        <p>
          <Link href="/admin">Tenants of this installation</Link>
        </p>
      )}
      <form action={signOutAction}>
        <button type="submit">Sign out of this browser</button>
      </form>
    </AuthCard>
  );
}
