"use server";

import { redirect } from "next/navigation";

import { deleteTenantInput } from "@/lib/modules/access/schema";
import { deleteTenant } from "@/lib/modules/access/tenants";
import { action } from "@/lib/web/action";
import { findVisitor, forgetSession } from "@/lib/web/session";

export const deleteTenantAction = action(
  deleteTenantInput,
  async (actor, { name }) => {
    const visitor = await findVisitor();
    const membership = visitor?.memberships.find(({ tenantId }) => tenantId === actor.tenantId);
    await deleteTenant(actor, membership?.tenantName ?? "", name);
    forgetSession(actor.sessionId);
    redirect("/welcome");
  },
  "account",
);
