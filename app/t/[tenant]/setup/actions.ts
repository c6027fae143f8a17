"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { backfillPayments } from "@/lib/modules/onboarding/backfill";
import { addSamples, startDrill } from "@/lib/modules/onboarding/drill";
import { importOrders } from "@/lib/modules/onboarding/import-orders";
import { checkProvider, connectProvider } from "@/lib/modules/onboarding/provider";
import { drillInput, type ImportReport, maxImportBytes } from "@/lib/modules/onboarding/schema";
import { startOver } from "@/lib/modules/onboarding/start-over";
import { connectProviderInput } from "@/lib/modules/payments/schema";
import { DomainError } from "@/lib/platform/errors";
import { action } from "@/lib/web/action";
import { findVisitor } from "@/lib/web/session";

const nothing = z.strictObject({});
const showChange = (): void => revalidatePath("/t/[tenant]", "layout");

export const connectProviderAction = action(
  connectProviderInput,
  async (actor, input) => {
    const { currency } = await requireMembership(actor.tenantId);
    await connectProvider(actor, input, currency);
    showChange();
    return {
      message: input.key
        ? "The provider took the key. Payments go through it from now on."
        : "Payments go through the provider of this installation from now on.",
    };
  },
  "account",
);

export const checkProviderAction = action(
  nothing,
  async (actor) => {
    const failure = await checkProvider(actor);
    showChange();
    if (failure) throw new DomainError("unavailable", failure);
    return { message: "The provider answers." };
  },
  "account",
);

export const backfillAction = action(
  nothing,
  async (actor) => {
    const { taken, isDone } = await backfillPayments(actor);
    showChange();
    if (taken === 0 && isDone)
      return { message: "Nothing new: the provider has no other payments of 90 days." };
    const words = `${taken} new ${taken === 1 ? "payment" : "payments"} taken in.`;
    return { message: isDone ? `${words} Find one under Orders.` : `${words} There are more: go on.` };
  },
  "account",
);

async function requireMembership(tenantId: string) {
  const membership = (await findVisitor())?.memberships.find((known) => known.tenantId === tenantId);
  if (!membership) throw new DomainError("not_found", "This workspace does not exist.");
  return membership;
}

export const addSamplesAction = action(nothing, async (actor) => {
  const { currency } = await requireMembership(actor.tenantId);
  const count = await addSamples(actor, currency);
  showChange();
  return { message: `${count} sample orders are in, four of them with a case.` };
});

export const startDrillAction = action(drillInput, async (actor, input) => {
  const { currency, slug } = await requireMembership(actor.tenantId);
  redirect(`/t/${slug}/cases/${await startDrill(actor, input, currency)}`);
});

export const startOverAction = action(nothing, async (actor) => {
  const { currency } = await requireMembership(actor.tenantId);
  const { putAway, left, added } = await startOver(actor, currency);
  showChange();
  return {
    message: `${putAway} ${putAway === 1 ? "case is" : "cases are"} put away, and ${added} fresh sample orders are in.`,
    lines: left.map(({ number, words }) => `#${number} stays: ${words}`),
  };
});

const importInput = z.strictObject({
  file: z.file("Choose a file.").min(1, "This file is empty.").max(maxImportBytes, "At most 2 MB at once."),
  mode: z.enum(["try", "import"]),
});

export const importOrdersAction = action(importInput, async (actor, { file, mode }) => {
  const text = await readText(file);
  const report = await importOrders(actor, text, mode === "try");
  if (mode === "import") showChange();
  return { message: summaryOf(report, mode), lines: report.problems.map(problemWords) };
});

function summaryOf({ created, updated, unchanged, problems }: ImportReport, mode: "try" | "import"): string {
  const would = mode === "try" ? "would be " : "";
  const counts = `${created} new, ${updated} changed, ${unchanged} unchanged`;
  const left = problems.length === 0 ? "" : ` ${problems.length} problems: those orders are left out.`;
  return `${mode === "try" ? "Nothing was saved. Of the orders, these" : "Of the orders, these"} ${would}taken in: ${counts}.${left}`;
}

const problemWords = ({ line, column, message }: ImportReport["problems"][number]): string =>
  `Line ${line}${column ? `, ${column}` : ""}: ${message}`;

async function readText(file: File): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw new DomainError("invalid", "Save the file as UTF-8 and choose it again.", { field: "file" });
  }
}
