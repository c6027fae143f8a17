"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { discardPolicy, draftPolicy, rollBackPolicy, savePolicy } from "@/lib/modules/policies/commands";
import {
  draftPolicyInput,
  publishPolicyInput,
  rollBackPolicyInput,
  savePolicyInput,
} from "@/lib/modules/policies/draft-schema";
import { publishPolicy, unschedulePolicy } from "@/lib/modules/policies/publish";
import type { MemberActor } from "@/lib/platform/actor";
import { action } from "@/lib/web/action";
import { findVisitor } from "@/lib/web/session";

const showChange = (): void => revalidatePath("/t/[tenant]/policy", "layout");
const versionInput = z.strictObject({ versionId: z.uuid() });

// "2026-12-01 09:00", as typed, is a moment in UTC.
const scheduleInput = z.preprocess((fields) => {
  const { startsAt, ...others } = fields as Readonly<Record<string, unknown>>;
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})$/.exec(String(startsAt).trim()) ?? [];
  return { ...others, startsAt: day && time ? `${day}T${time}:00Z` : "not a moment" };
}, publishPolicyInput);

async function openVersion(actor: MemberActor, number: number): Promise<never> {
  const memberships = (await findVisitor())?.memberships ?? [];
  const slug = memberships.find(({ tenantId }) => tenantId === actor.tenantId)?.slug ?? "";
  showChange();
  redirect(`/t/${slug}/policy/${number}`);
}

export const draftAction = action(draftPolicyInput, async (actor, input) => {
  const { number } = await draftPolicy(actor, input);
  return openVersion(actor, number);
});

export const saveAction = action(savePolicyInput, async (actor, input) => {
  await savePolicy(actor, input);
  showChange();
  return { message: "The draft is saved." };
});

export const discardAction = action(versionInput, async (actor, { versionId }) => {
  await discardPolicy(actor, versionId);
  showChange();
});

export const publishAction = action(
  publishPolicyInput,
  async (actor, input) => {
    await publishPolicy(actor, input);
    showChange();
    return { message: "This version is in force now." };
  },
  "approval",
);

export const scheduleAction = action(
  scheduleInput,
  async (actor, input) => {
    await publishPolicy(actor, input);
    showChange();
    return { message: "The start is set." };
  },
  "approval",
);

export const unscheduleAction = action(versionInput, async (actor, { versionId }) => {
  await unschedulePolicy(actor, versionId);
  showChange();
});

export const rollBackAction = action(rollBackPolicyInput, async (actor, input) => {
  const { number } = await rollBackPolicy(actor, input);
  return openVersion(actor, number);
});
