import type { ApiAnswer, ApiRequest } from "./api";
import { cancelPayment, capturePayment } from "./authorizations";
import { sumRefunded, sumWithdrawn } from "./books";
import { requireDispute } from "./disputes";
import type { Dispute, Payment, PspEvent, Refund } from "./entries";
import { noSuch, PspError } from "./errors";
import { expand } from "./expand";
import { oncePerKey } from "./keys";
import { page } from "./pages";
import { pageInput, parseParams, readInput } from "./params";
import { chargeOf, createPaymentIntent, requireCharge, requirePaymentIntent } from "./payments";
import { createRefund, requireRefund } from "./refunds";
import { settleRefund } from "./settlement";
import { disputeShape, eventShape, paymentIntentShape, refundShape } from "./shapes";
import type { Simulator } from "./simulator";

type Handler = (psp: Simulator, request: ApiRequest, id: string) => ApiAnswer | Promise<ApiAnswer>;

const routes: readonly (readonly [method: string, path: RegExp, handler: Handler])[] = [
  ["POST", /^\/v1\/payment_intents$/, createPaymentIntent],
  ["GET", /^\/v1\/payment_intents$/, listPaymentIntents],
  ["GET", /^\/v1\/payment_intents\/([^/]+)$/, findPaymentIntent],
  ["POST", /^\/v1\/payment_intents\/([^/]+)\/capture$/, capturePayment],
  ["POST", /^\/v1\/payment_intents\/([^/]+)\/cancel$/, cancelPayment],
  ["GET", /^\/v1\/charges$/, listCharges],
  ["GET", /^\/v1\/charges\/([^/]+)$/, findCharge],
  ["POST", /^\/v1\/refunds$/, createRefund],
  ["GET", /^\/v1\/refunds$/, listRefunds],
  ["GET", /^\/v1\/refunds\/([^/]+)$/, findRefund],
  ["POST", /^\/v1\/refunds\/([^/]+)\/cancel$/, cancelRefund],
  ["GET", /^\/v1\/disputes$/, listDisputes],
  ["GET", /^\/v1\/disputes\/([^/]+)$/, findDispute],
  ["GET", /^\/v1\/events$/, listEvents],
  ["GET", /^\/v1\/events\/([^/]+)$/, findEvent],
  ["GET", /^\/v1\/balance$/, findBalance],
];

export async function answerApi(psp: Simulator, request: ApiRequest): Promise<ApiAnswer> {
  for (const [method, path, handler] of routes) {
    const match = method === request.method ? path.exec(request.path) : null;
    if (!match) continue;
    const execute = async () => await handler(psp, request, match[1] ?? "");
    if (method === "POST") return expanded(psp, request, await oncePerKey(psp, request, execute));
    // What is not on the disk yet is not true yet, so nobody reads it.
    await psp.journal.synced();
    return expanded(psp, request, await execute());
  }
  throw new PspError(404, `Unrecognized request URL (${request.method}: ${request.path}).`);
}

function expanded(psp: Simulator, request: ApiRequest, answer: ApiAnswer): ApiAnswer {
  const paths = request.params.expand;
  if (paths === undefined || answer.status !== 200) return answer;
  return { ...answer, body: expand(psp, answer.body, Object.values(paths).map(String)) };
}

function listPaymentIntents(psp: Simulator, request: ApiRequest): ApiAnswer {
  const input = parseParams(pageInput, request.params);
  const source = { url: request.path, what: "payment_intent", idOf: (payment: Payment) => payment.intentId };
  return found(page(psp.books.payments, paymentIntentShape, input, source));
}

function findPaymentIntent(psp: Simulator, request: ApiRequest, id: string): ApiAnswer {
  parseParams(readInput, request.params);
  return found(paymentIntentShape(requirePaymentIntent(psp, id)));
}

function listCharges(psp: Simulator, request: ApiRequest): ApiAnswer {
  const input = parseParams(pageInput, request.params);
  const ofIntent = input.payment_intent;
  const payments =
    ofIntent === undefined ? psp.books.payments : [requirePaymentIntent(psp, ofIntent, "payment_intent")];
  const source = { url: request.path, what: "charge", idOf: (payment: Payment) => payment.chargeId };
  return found(page(payments, (payment) => chargeOf(psp, payment), input, source));
}

function findCharge(psp: Simulator, request: ApiRequest, id: string): ApiAnswer {
  parseParams(readInput, request.params);
  return found(chargeOf(psp, requireCharge(psp, id)));
}

function listRefunds(psp: Simulator, request: ApiRequest): ApiAnswer {
  const input = parseParams(pageInput, request.params);
  const { payment_intent: intentId, charge } = input;
  const chargeId =
    intentId === undefined
      ? charge && requireCharge(psp, charge, "charge").chargeId
      : requirePaymentIntent(psp, intentId, "payment_intent").chargeId;
  const refunds = chargeId === undefined ? psp.books.refunds : psp.books.listRefundsOf(chargeId);
  const source = { url: request.path, what: "refund", idOf: (refund: Refund) => refund.id };
  return found(page(refunds, refundShape, input, source));
}

function findRefund(psp: Simulator, request: ApiRequest, id: string): ApiAnswer {
  parseParams(readInput, request.params);
  return found(refundShape(requireRefund(psp, id)));
}

async function cancelRefund(psp: Simulator, request: ApiRequest, id: string): Promise<ApiAnswer> {
  parseParams(readInput, request.params);
  return await settleRefund(psp, id, { status: "canceled", failureReason: null, request });
}

function listDisputes(psp: Simulator, request: ApiRequest): ApiAnswer {
  const input = parseParams(pageInput, request.params);
  const disputes = psp.books.disputes.filter(
    ({ intentId, chargeId }) =>
      (input.payment_intent ?? intentId) === intentId && (input.charge ?? chargeId) === chargeId,
  );
  const source = { url: request.path, what: "dispute", idOf: (dispute: Dispute) => dispute.id };
  return found(page(disputes, disputeShape, input, source));
}

function findDispute(psp: Simulator, request: ApiRequest, id: string): ApiAnswer {
  parseParams(readInput, request.params);
  return found(disputeShape(requireDispute(psp, id)));
}

function listEvents(psp: Simulator, request: ApiRequest): ApiAnswer {
  const input = parseParams(pageInput, request.params);
  const events = psp.books.events.filter((event) => (input.type ?? event.type) === event.type);
  const shape = (event: PspEvent) => eventShape(event, !psp.books.isUndelivered(event.id));
  const source = { url: request.path, what: "event", idOf: (event: PspEvent) => event.id };
  return found(page(events, shape, input, source));
}

function findEvent(psp: Simulator, request: ApiRequest, id: string): ApiAnswer {
  parseParams(readInput, request.params);
  const event = psp.books.findEvent(id);
  if (!event) throw noSuch("event", id, "id");
  return found(eventShape(event, !psp.books.isUndelivered(event.id)));
}

function findBalance(psp: Simulator, request: ApiRequest): ApiAnswer {
  parseParams(readInput, request.params);
  const amounts = new Map<string, number>();
  for (const payment of psp.books.payments) {
    const { chargeId, captured } = payment;
    const gone =
      sumRefunded(psp.books.listRefundsOf(chargeId)) + sumWithdrawn(psp.books.listDisputesOf(chargeId));
    const kept = captured - gone;
    amounts.set(payment.currency, (amounts.get(payment.currency) ?? 0) + kept);
  }
  const available = [...amounts].map(([currency, amount]) => ({
    amount,
    currency,
    source_types: { card: amount },
  }));
  return found({ object: "balance", available, livemode: false, pending: [] });
}

const found = (body: unknown): ApiAnswer => ({ status: 200, body });
