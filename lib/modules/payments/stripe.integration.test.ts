import { expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { stripe, totalsOf } from "@/lib/testing/provider";
import { RefusedByProviderError } from "./schema";
import { stripePayments } from "./stripe";

const { findPaymentState, minorStep, voidPayment } = stripePayments;
// Of a tenant without a key of its own: the installation's is used.
const tenantId = newId();

const hold = async (capture_method: "manual" | "automatic") => {
  const payment = { amount: 1_000, currency: "usd", confirm: true, payment_method: "pm_card_visa" };
  return (await stripe.paymentIntents.create({ ...payment, capture_method })).id;
};

it("gives up held money once, however often it is asked with the same key", async () => {
  const paymentId = await hold("manual");
  expect(await findPaymentState({ tenantId, paymentId })).toBe("requires_capture");
  const request = { tenantId, paymentId, idempotencyKey: `void:${paymentId}` };
  expect([await voidPayment(request), await voidPayment(request)]).toEqual(["canceled", "canceled"]);
  expect(await findPaymentState({ tenantId, paymentId })).toBe("canceled");
  expect(await totalsOf(paymentId)).toMatchObject({ captured: 0, voided: 1_000 });
});

it("says that the provider refused when the money was taken already", async () => {
  const paymentId = await hold("automatic");
  const refused = voidPayment({ tenantId, paymentId, idempotencyKey: `void:${paymentId}` });
  await expect(refused).rejects.toThrow(RefusedByProviderError);
  expect(await findPaymentState({ tenantId, paymentId })).toBe("succeeded");
});

it("refuses at the provider what is no whole step, and takes what is", async () => {
  const pay = (amount: number, currency: string) =>
    stripe.paymentIntents.create({ amount, currency, confirm: true, payment_method: "pm_card_visa" });
  for (const currency of ["KWD", "ISK", "UGX", "HUF", "TWD", "JPY", "EUR"]) {
    const step = minorStep(currency);
    await expect(pay(step * 7, currency)).resolves.toMatchObject({ amount: step * 7 });
    if (step > 1) await expect(pay(step * 7 + 1, currency)).rejects.toMatchObject({ param: "amount" });
  }
});
