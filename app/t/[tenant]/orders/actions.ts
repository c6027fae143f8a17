"use server";

import { redirect } from "next/navigation";
import { openCaseInput } from "@/lib/modules/cases/open-schema";
import { openCase } from "@/lib/modules/onboarding/open-case";
import { DomainError } from "@/lib/platform/errors";
import { action } from "@/lib/web/action";
import { findVisitor } from "@/lib/web/session";

export const openCaseAction = action(openCaseInput, async (actor, input) => {
  const membership = (await findVisitor())?.memberships.find(({ tenantId }) => tenantId === actor.tenantId);
  if (!membership) throw new DomainError("not_found", "This workspace does not exist.");
  redirect(`/t/${membership.slug}/cases/${await openCase(actor, input)}`);
});
