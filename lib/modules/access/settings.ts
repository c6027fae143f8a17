import { and, eq, isNull, or, sql } from "drizzle-orm";
import type { Transaction } from "@/lib/platform/db";
import { exponentOf } from "@/lib/platform/money";
import { sameProgram } from "./same-program";
import { type BusinessHours, type CurrencyLimits, defaultServiceLevels, type ServiceLevels } from "./schema";
import { killSwitches, tenantSettings } from "./tables";

export type TenantSettings = Readonly<{
  limits: Readonly<Record<string, CurrencyLimits>>;
  businessHours: BusinessHours;
  approvalHours: number;
  holdSeconds: number;
  allowsAutoDeny: boolean;
  deputyId: string | null;
  sla: ServiceLevels;
  version: number;
}>;

export const defaultSettings: TenantSettings = {
  limits: {},
  businessHours: { timeZone: "UTC", days: [1, 2, 3, 4, 5], fromMinute: 9 * 60, toMinute: 17 * 60 },
  approvalHours: 24,
  holdSeconds: 0,
  allowsAutoDeny: false,
  deputyId: null,
  sla: defaultServiceLevels,
  version: 0,
};

/** What a tenant set, or the defaults. */
export async function loadSettings(tx: Transaction, tenantId: string): Promise<TenantSettings> {
  const [found] = await tx.select().from(tenantSettings).where(eq(tenantSettings.tenantId, tenantId));
  return found ?? defaultSettings;
}

const major = { key: 50, agent: 200, lead: 1_000, fourEyes: 500, stepUp: 1_000, leadDaily: 10_000 } as const;

// About the same worth in the currencies shops ask for most. In any other one nobody decides alone until an admin
// sets limits: a number without a worth is no limit.
const worthOf: Readonly<Record<string, number>> = {
  USD: 1,
  EUR: 1,
  GBP: 1,
  CHF: 1,
  CAD: 1,
  AUD: 1,
  SEK: 10,
  DKK: 10,
  NOK: 10,
  PLN: 4,
  JPY: 150,
  KWD: 0.4,
};

/** The limits of one currency, in its minor units. Source of the defaults: docs/decisions/003-limits.md. */
export function limitsOf({ limits }: Pick<TenantSettings, "limits">, currency: string): CurrencyLimits {
  const unit = Math.round((worthOf[currency] ?? 0) * 10 ** exponentOf(currency));
  return {
    keyMinor: major.key * unit,
    agentMinor: major.agent * unit,
    leadMinor: major.lead * unit,
    keyDailyMinor: major.key * unit,
    agentDailyMinor: major.agent * unit,
    fourEyesMinor: major.fourEyes * unit,
    stepUpMinor: major.stepUp * unit,
    leadDailyMinor: major.leadDaily * unit,
    ...limits[currency],
  };
}

export type KillSwitch = Readonly<{ id: string; keyId: string | null; reason: string; placedByName: string }>;

/** What stops the tenant's payouts, or what this key decides by itself; empty when nothing does. */
export async function listActiveSwitches(
  tx: Transaction,
  tenantId: string,
  keyId?: string,
): Promise<KillSwitch[]> {
  // A key that takes the place of a stopped one is the same program: it stays stopped.
  const ofKey = keyId ? sql`${killSwitches.keyId} = any(${sameProgram(tenantId, keyId)})` : undefined;
  return tx
    .select({
      id: killSwitches.id,
      keyId: killSwitches.keyId,
      reason: killSwitches.reason,
      placedByName: killSwitches.placedByName,
    })
    .from(killSwitches)
    .where(
      and(
        eq(killSwitches.tenantId, tenantId),
        isNull(killSwitches.liftedAt),
        or(isNull(killSwitches.keyId), ofKey),
      ),
    );
}
