import type { Metadata } from "next";
import { AuthCard } from "@/app/(auth)/form-parts";
import { listTenantsForAdmin } from "@/lib/modules/access/queries";
import { requirePlatformAdmin } from "@/lib/web/session";

export const metadata: Metadata = { title: "Tenants" };

export default async function AdminPage() {
  const admin = await requirePlatformAdmin();
  const tenants = await listTenantsForAdmin(admin.userId);
  return (
    <AuthCard title="Tenants">
      <table>
        <caption>Every tenant of this installation</caption>
        <thead>
          <tr>
            <th scope="col">Tenant</th>
            <th scope="col">Address</th>
            <th scope="col">Currency</th>
            <th scope="col">Members</th>
            <th scope="col">Cases</th>
            <th scope="col">Since</th>
          </tr>
        </thead>
        <tbody>
          {tenants.map((tenant) => (
            <tr key={tenant.id}>
              <th scope="row">{tenant.name}</th>
              <td>/t/{tenant.slug}</td>
              <td>{tenant.currency}</td>
              <td>{tenant.memberCount}</td>
              <td>{tenant.caseCount}</td>
              <td>
                <time dateTime={tenant.createdAt.toISOString()}>
                  {tenant.createdAt.toISOString().slice(0, 10)}
                </time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </AuthCard>
  );
}
