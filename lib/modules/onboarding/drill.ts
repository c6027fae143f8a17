import "server-only";
import { request } from "node:http";
import type { Stripe } from "stripe";
import { recordAudit } from "@/lib/modules/audit/audit";
import { changeCaseIn } from "@/lib/modules/cases/change";
import { lockCase } from "@/lib/modules/cases/commands";
import { openCaseIn } from "@/lib/modules/cases/open";
import { isSimulated, stripeOf } from "@/lib/modules/payments/stripe-client";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { DomainError } from "@/lib/platform/errors";
import { defineHop } from "@/lib/platform/hops";
import { newId } from "@/lib/platform/ids";
import { exponentOf } from "@/lib/platform/money";
import { takeInOrder } from "./import-orders";
import { requireSetter } from "./policy";
import { samples, toSampleOrder } from "./samples";
import { type Drill, drillLabel, drillWords } from "./schema";

const payHop = defineHop({ name: "stripe.sample", kind: "payment", budgetMs: 2_000, timeoutMs: 10_000 });
const switchHop = defineHop({ name: "simulator.switch", kind: "payment", budgetMs: 500, timeoutMs: 5_000 });

/**
 * Fills the workspace with a small shop, paid at the simulator, and cases to decide.
 * @returns how many orders
 * @throws DomainError `conflict` where real money moves
 */
export async function addSamples(actor: MemberActor, currency: string): Promise<number> {
  requireSetter(actor);
  requireSimulator();
  for (const sample of samples) await addSample(actor, sample, currency);
  return samples.length;
}

/** Puts payments of the workspace at the simulator, as if its shop had sold something: there to be taken in. */
export async function paySamples(tenantId: string, currency: string): Promise<void> {
  requireSimulator();
  for (const { customer, item, priceMinor } of samples) {
    const amountMinor = scaled(priceMinor, currency);
    await pay(tenantId, { amountMinor, currency, email: customer.email, description: item });
  }
}

/**
 * Opens a case whose refund the provider will fail in the way that was asked for, and only that one.
 * @returns the case
 */
export async function startDrill(actor: MemberActor, { mode }: Drill, currency: string): Promise<string> {
  requireSetter(actor);
  requireSimulator();
  const sample = {
    ...firstSample,
    wish: { subject: `Drill: ${drillWords[mode].label}`, message: drillMessage },
  };
  const { caseId, paymentId } = await addSample(actor, sample, currency, (payment) =>
    setFault({ mode, match: { payment_intent: payment } }),
  );
  if (!caseId) throw new Error(`the drill of ${paymentId} has no case`);
  await asActor(actor, async (tx) => {
    const locked = await lockCase(tx, actor.tenantId, caseId);
    await changeCaseIn(tx, actor, locked, { addLabels: [drillLabel] });
  });
  return caseId;
}

const drillMessage =
  "I would like my money back for these shoes. (This is a drill: refund them, and watch what happens to the payout.)";
const [firstSample] = samples as [(typeof samples)[number]];

/** @throws DomainError `conflict` where real money moves */
export function requireSimulator(): void {
  if (!isSimulated) {
    throw new DomainError(
      "conflict",
      "Real money moves here. Drills and samples need the payment simulator.",
    );
  }
}

type Sample = (typeof samples)[number];

async function addSample(
  actor: MemberActor,
  sample: Sample,
  currency: string,
  prepare: (paymentId: string) => Promise<void> = async () => undefined,
): Promise<Readonly<{ paymentId: string; caseId: string | undefined }>> {
  const amountMinor = scaled(sample.priceMinor, currency);
  const number = `#S${newId().slice(-6).toUpperCase()}`;
  const paymentId = await pay(actor.tenantId, {
    ...{ amountMinor, currency, email: sample.customer.email },
    ...{ description: `Order ${number}`, order: number },
  });
  await prepare(paymentId);
  const order = toSampleOrder(sample, { paymentId, amountMinor, currency, now: new Date() });
  return asActor(actor, async (tx) => {
    await takeInOrder(tx, actor, number, order);
    const { wish } = sample;
    const caseId = wish && (await openCaseIn(tx, actor, { orderNumber: number, ...wish }));
    await recordAudit(tx, actor, {
      action: "sample.added",
      subjectType: "tenant",
      subjectId: actor.tenantId,
      detail: { order: number },
    });
    return { paymentId, caseId };
  });
}

/** The same worth on paper in a currency with other decimals: 42.10, 42, 42.100. */
const scaled = (hundredths: number, currency: string): number =>
  Math.round(hundredths * 10 ** (exponentOf(currency) - 2));

type SamplePayment = Readonly<{
  amountMinor: number;
  currency: string;
  email: string;
  description: string;
  order?: string;
}>;

async function pay(tenantId: string, payment: SamplePayment): Promise<string> {
  const { amountMinor, currency, email, description, order } = payment;
  const stripe: Stripe = await stripeOf(tenantId);
  try {
    const paid = await payHop(() =>
      stripe.paymentIntents.create({
        amount: amountMinor,
        currency: currency.toLowerCase(),
        payment_method: "pm_card_visa",
        confirm: true,
        receipt_email: email,
        description,
        metadata: { tenant_id: tenantId, ...(order && { order }) },
      }),
    );
    return paid.id;
  } catch {
    throw new DomainError("unavailable", "The payment simulator does not answer. Try again in a moment.");
  }
}

type Fault = Readonly<{ mode: string; match: Readonly<{ payment_intent: string }> }>;

async function setFault(fault: Fault): Promise<void> {
  const status = await switchHop((signal) => post("/_control/faults", JSON.stringify(fault), signal)).catch(
    () => 0,
  );
  if (status !== 200) {
    throw new DomainError(
      "unavailable",
      "The payment simulator does not take the switch. Try again in a moment.",
    );
  }
}

function post(path: string, body: string, signal: AbortSignal): Promise<number> {
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(path, env.STRIPE_API_URL),
      { method: "POST", headers, signal },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
