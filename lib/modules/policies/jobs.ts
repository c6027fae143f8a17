import { asTenant } from "@/lib/platform/db";
import { lockPolicies } from "./versions";

/** Puts in force every version of the tenant whose start has come. Repeatable. @returns how many */
export const publishDuePolicies = (tenantId: string): Promise<number> =>
  asTenant(tenantId, (tx) => lockPolicies(tx, tenantId));
