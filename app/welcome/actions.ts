"use server";

import { redirect } from "next/navigation";
import { createTenantInput } from "@/lib/modules/access/schema";
import { createTenant } from "@/lib/modules/access/tenants";
import { accountAction } from "@/lib/web/action";
import { limit } from "@/lib/web/rate-limit";
import { forgetSession } from "@/lib/web/session";

const tenantAllowance = { points: 5, durationSeconds: 86_400 } as const;

export const createTenantAction = accountAction(createTenantInput, async (visitor, input) => {
  await limit("create-tenant", visitor.userId, tenantAllowance);
  await createTenant(visitor, input);
  forgetSession(visitor.sessionId);
  redirect(`/t/${input.slug}`);
});
