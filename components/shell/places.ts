import type { ShortcutId } from "@/components/shortcuts/catalogue";

export type Place = Readonly<{
  id: PlaceId;
  label: string;
  /** After the tenant's own address. */
  path: string;
  alsoAt?: string;
  shortcut?: ShortcutId;
  /** What a phone's bar has room for; the rest is under More. */
  isOnPhone?: true;
  isForAdmins?: true;
}>;

export type PlaceId =
  | "inbox"
  | "approvals"
  | "attention"
  | "refunds"
  | "orders"
  | "policy"
  | "reports"
  | "audit"
  | "members"
  | "api-keys"
  | "setup"
  | "settings";

/** Where one can go at the desk, in the order of the rail. */
const places: readonly Place[] = [
  {
    ...{ id: "inbox", label: "Inbox", path: "/inbox", alsoAt: "/cases" },
    ...{ shortcut: "go.inbox", isOnPhone: true },
  },
  { id: "approvals", label: "Approvals", path: "/approvals", shortcut: "go.approvals", isOnPhone: true },
  {
    id: "attention",
    label: "Needs attention",
    path: "/attention",
    shortcut: "go.attention",
    isOnPhone: true,
  },
  { id: "refunds", label: "Refunds", path: "/refunds", shortcut: "go.refunds", isOnPhone: true },
  { id: "orders", label: "Orders", path: "/orders" },
  { id: "policy", label: "Policy", path: "/policy", shortcut: "go.policy" },
  { id: "reports", label: "Reports", path: "/reports" },
  { id: "audit", label: "Audit", path: "/audit" },
  { id: "members", label: "Members", path: "/members" },
  { id: "api-keys", label: "API keys", path: "/api-keys", isForAdmins: true },
  { id: "setup", label: "Set up", path: "/setup" },
  { id: "settings", label: "Settings", path: "/settings" },
];

export const placesFor = (isAdmin: boolean): readonly Place[] =>
  places.filter(({ isForAdmins }) => isAdmin || !isForAdmins);
