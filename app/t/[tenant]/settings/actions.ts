"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { deleteTenantInput, resumePayoutsInput, stopPayoutsInput } from "@/lib/modules/access/schema";
import { updateSettings } from "@/lib/modules/access/settings-commands";
import { deleteTenant } from "@/lib/modules/access/tenants";
import { delegate, revokeDelegation } from "@/lib/modules/decisions/delegations";
import { resumePayouts, stopPayouts } from "@/lib/modules/decisions/kill-switch";
import { delegateInput, delegationInput } from "@/lib/modules/decisions/schema";
import { action } from "@/lib/web/action";
import { findVisitor, forgetSession } from "@/lib/web/session";
import { settingsForm } from "./settings-input";

const showChange = (): void => revalidatePath("/t/[tenant]", "layout");

export const saveSettingsAction = action(
  settingsForm,
  async (actor, input) => {
    await updateSettings(actor, input);
    showChange();
    return { message: "The settings are saved." };
  },
  "account",
);

// Nothing stands between whoever sees an attack and the stop.
export const stopPayoutsAction = action(stopPayoutsInput, async (actor, input) => {
  await stopPayouts(actor, input);
  showChange();
  return { message: input.keyId ? "The key is stopped." : "All payouts are stopped." };
});

export const resumePayoutsAction = action(
  resumePayoutsInput,
  async (actor, input) => {
    await resumePayouts(actor, input);
    showChange();
  },
  "approval",
);

export const delegateAction = action(
  delegateInput,
  async (actor, input) => {
    await delegate(actor, input);
    showChange();
    return { message: "Your right to approve is lent." };
  },
  "approval",
);

export const revokeDelegationAction = action(delegationInput, async (actor, { delegationId }) => {
  await revokeDelegation(actor, delegationId);
  showChange();
});

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
