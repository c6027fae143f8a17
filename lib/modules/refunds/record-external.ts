import { and, asc, eq } from "drizzle-orm";
import { type LockedCase, lockCase } from "@/lib/modules/cases/commands";
import {
  findChargeId,
  type LockedCharge,
  lockCharge,
  recordCaptured,
  recordExternallyRefunded,
  recordVoided,
} from "@/lib/modules/orders/charges";
import { recordDispute } from "@/lib/modules/orders/disputes";
import type { ReportedDispute } from "@/lib/modules/orders/schema";
import type { ProviderRefund, ProviderReport } from "@/lib/modules/payments/schema";
import type { SystemActor } from "@/lib/platform/actor";
import { asActor, type Transaction } from "@/lib/platform/db";
import { reviewHolds, reviewPayoutStep } from "./holds";
import { providerEvents, refunds } from "./tables";

const tries = 5;

/**
 * Takes in what the provider reports of a payment and we did not cause: disputes, refunds by others, late captures and
 * voids. Facts, so they always succeed, at most once each, in any order. A payment of no charge of ours is ignored.
 */
export async function recordReport(actor: SystemActor, report: ProviderReport): Promise<void> {
  for (let left = tries; left > 0; left -= 1) {
    const outcome = await asActor(actor, (tx) => recordOnce(tx, actor.tenantId, report)).catch(onlyNewcomer);
    if (outcome !== "again") return;
  }
  throw new Error(`payment ${report.paymentId} gained new cases ${tries} times while a report was recorded`);
}

/** A case began to pay from the charge between our look and our lock. Its lock comes before the charge's: start over. */
class NewcomerError extends Error {}

function onlyNewcomer(error: unknown): "again" {
  if (error instanceof NewcomerError) return "again";
  throw error;
}

async function recordOnce(tx: Transaction, tenantId: string, report: ProviderReport): Promise<void> {
  const chargeId = report.paymentId && (await findChargeId(tx, tenantId, report.paymentId));
  if (!chargeId) return;
  if (!(await isNews(tx, tenantId, { id: report.id, type: report.type }))) return;
  const { cases, ofCharge, charge } = await lockInOrder(tx, tenantId, chargeId);
  const changed = await recordFact(tx, charge, report);
  await reviewHolds(tx, changed, ofCharge);
  for (const locked of cases) await reviewPayoutStep(tx, locked);
}

type Locked = Readonly<{
  cases: readonly LockedCase[];
  ofCharge: readonly (typeof refunds.$inferSelect)[];
  charge: LockedCharge;
}>;

// Everybody locks cases first, then refunds, then charges; several cases by their ids.
async function lockInOrder(tx: Transaction, tenantId: string, chargeId: string): Promise<Locked> {
  const ofThisCharge = and(eq(refunds.tenantId, tenantId), eq(refunds.chargeId, chargeId));
  const listCases = () => tx.selectDistinct({ id: refunds.caseId }).from(refunds).where(ofThisCharge);
  const cases: LockedCase[] = [];
  for (const { id } of await listCases().orderBy(asc(refunds.caseId))) {
    cases.push(await lockCase(tx, tenantId, id));
  }
  const ofCharge = await tx.select().from(refunds).where(ofThisCharge).orderBy(asc(refunds.id)).for("update");
  const charge = await lockCharge(tx, tenantId, chargeId);
  const known = new Set(cases.map(({ id }) => id));
  if ((await listCases()).some(({ id }) => !known.has(id))) throw new NewcomerError();
  return { cases, ofCharge, charge };
}

async function recordFact(
  tx: Transaction,
  charge: LockedCharge,
  report: ProviderReport,
): Promise<LockedCharge> {
  switch (report.kind) {
    case "refund":
      return recordExternalRefund(tx, charge, report.refund);
    case "dispute":
      return recordDispute(tx, charge, report.dispute, await sumNewMovements(tx, charge, report.dispute));
    case "captured":
      return recordCaptured(tx, charge, report.capturedMinor);
    case "voided":
      return recordVoided(tx, charge);
  }
}

// A refund reduces the charge once, whichever of its events comes first, and gives it back once when it fails.
async function recordExternalRefund(
  tx: Transaction,
  charge: LockedCharge,
  { providerRefundId, state, amountMinor }: ProviderRefund,
): Promise<LockedCharge> {
  const { tenantId } = charge;
  const isFirst = await isNews(tx, tenantId, { id: providerRefundId, type: "refund.external" });
  if (state !== "failed" && state !== "canceled") {
    return isFirst ? recordExternallyRefunded(tx, charge, amountMinor) : charge;
  }
  const returned = { id: `${providerRefundId}:returned`, type: "refund.external_returned" };
  const isNewlyReturned = await isNews(tx, tenantId, returned);
  return isNewlyReturned && !isFirst ? recordExternallyRefunded(tx, charge, -amountMinor) : charge;
}

// Every event of a dispute carries the movements so far, so each one counts where it is seen first.
async function sumNewMovements(
  tx: Transaction,
  { tenantId }: LockedCharge,
  { movements }: ReportedDispute,
): Promise<number> {
  let sum = 0;
  for (const { id, amountMinor } of movements) {
    if (await isNews(tx, tenantId, { id, type: "dispute.movement" })) sum += amountMinor;
  }
  return sum;
}

/** Remembers that a fact was taken in. @returns false when it had been before */
async function isNews(
  tx: Transaction,
  tenantId: string,
  fact: Readonly<{ id: string; type: string }>,
): Promise<boolean> {
  const [fresh] = await tx
    .insert(providerEvents)
    .values({ tenantId, ...fact })
    .onConflictDoNothing()
    .returning({ id: providerEvents.id });
  return fresh !== undefined;
}
