import { needsSecondFactor } from "@/lib/modules/accounts/policy";
import type { Role } from "@/lib/platform/actor";

export type DemoAccount = Readonly<{
  email: string;
  name: string;
  role: Role | "platform admin";
  /** Slug of the tenant they work for. */
  tenant?: "tau-retail" | "nordlicht";
}>;

/** Public on purpose, so the demo accounts exist only where mail goes to the local mail catcher. */
export const demoPassword = "makegood-demo";

/** Public as well: the authenticator secret of those demo accounts whose role needs a second factor. */
export const demoFactorSecret = "MAKEGOODDEMOMAKEGOODDEMOMAKEGOOD";

export const needsDemoFactor = ({ role }: DemoAccount): boolean =>
  role === "platform admin" || needsSecondFactor(role);

export const demoAccounts: readonly DemoAccount[] = [
  { email: "viewer@tau-retail.test", name: "Vic Lund", role: "viewer", tenant: "tau-retail" },
  { email: "agent@tau-retail.test", name: "Ana Ruiz", role: "agent", tenant: "tau-retail" },
  { email: "lead@tau-retail.test", name: "Lea Berg", role: "lead", tenant: "tau-retail" },
  { email: "lead2@tau-retail.test", name: "Leo Marsh", role: "lead", tenant: "tau-retail" },
  { email: "finance@tau-retail.test", name: "Finn Okafor", role: "finance", tenant: "tau-retail" },
  { email: "admin@tau-retail.test", name: "Ada Novak", role: "admin", tenant: "tau-retail" },
  { email: "agent@nordlicht.test", name: "Jonas Petersen", role: "agent", tenant: "nordlicht" },
  { email: "lead@nordlicht.test", name: "Mette Holm", role: "lead", tenant: "nordlicht" },
  { email: "finance@nordlicht.test", name: "Klara Vogt", role: "finance", tenant: "nordlicht" },
  { email: "platform@makegood.test", name: "Pia Stone", role: "platform admin" },
];
