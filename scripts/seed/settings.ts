import { defaultSettings, limitsOf } from "@/lib/modules/access/settings";
import { newId } from "@/lib/platform/ids";
import type { Shop } from "./shops";

/** The first policy of a shop, in force from `now` on. */
export const buildPolicy = ({ policy }: Shop, tenantId: string, now: Date) => ({
  ...{ id: newId(), tenant_id: tenantId, number: 1, title: policy.title, note: "The policy we open with." },
  ...{ state: "published", document: policy.document, starts_at: now, created_at: now, updated_at: now },
  ...{ created_by_name: "Demo data", published_by_name: "Demo data" },
});

/** What its admins would set: limits in each currency it is paid in, working hours where it is, no hold. */
export const buildSettings = ({ currencies, timeZone }: Shop, tenantId: string) => ({
  tenant_id: tenantId,
  limits: Object.fromEntries(currencies.map((currency) => [currency, limitsOf(defaultSettings, currency)])),
  business_hours: { ...defaultSettings.businessHours, timeZone },
  hold_seconds: 0,
});
