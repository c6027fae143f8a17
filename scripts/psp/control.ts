import { z } from "zod";
import type { ApiAnswer } from "./api";
import { type Books, sumRefunded, sumWithdrawn } from "./books";
import { closeDispute, closeInput, disputeInput, escalateDispute, openDispute } from "./disputes";
import type { Payment } from "./entries";
import { noSuch, PspError } from "./errors";
import { faultInput } from "./faults";
import { settleInput, settleRefund } from "./settlement";
import { disputeShape, paymentIntentShape, refundShape } from "./shapes";
import { now, type Simulator } from "./simulator";

export type ControlRequest = { method: string; path: string; query: URLSearchParams; body: unknown };
type Handler = (psp: Simulator, request: ControlRequest, id: string) => unknown;

const resendInput = z.strictObject({
  event_id: z.string(),
  times: z.coerce.number().int().min(1).max(100).default(1),
  delayMs: z.coerce.number().int().min(0).max(60_000).default(0),
});
const resumeInput = z.strictObject({ order: z.enum(["same", "reversed", "shuffled"]).default("same") });

const routes: readonly (readonly [method: string, path: RegExp, handler: Handler])[] = [
  ["GET", /^\/_control\/journal$/, showJournal],
  ["GET", /^\/_control\/requests$/, showRequests],
  ["GET", /^\/_control\/faults$/, (psp) => ({ faults: psp.faults.list() })],
  ["POST", /^\/_control\/faults$/, addFault],
  ["POST", /^\/_control\/faults\/clear$/, clearFaults],
  ["DELETE", /^\/_control\/faults$/, clearFaults],
  ["POST", /^\/_control\/refunds\/([^/]+)\/settle$/, settle],
  ["POST", /^\/_control\/disputes$/, dispute],
  ["POST", /^\/_control\/disputes\/([^/]+)\/escalate$/, escalate],
  ["POST", /^\/_control\/disputes\/([^/]+)\/close$/, close],
  ["GET", /^\/_control\/webhooks$/, showWebhooks],
  ["POST", /^\/_control\/webhooks\/resend$/, resend],
  ["POST", /^\/_control\/webhooks\/pause$/, pauseWebhooks],
  ["POST", /^\/_control\/webhooks\/resume$/, resumeWebhooks],
  ["DELETE", /^\/_control\/keys$/, forgetKeys],
];

export async function answerControl(psp: Simulator, request: ControlRequest): Promise<ApiAnswer> {
  for (const [method, path, handler] of routes) {
    const match = method === request.method ? path.exec(request.path) : null;
    if (!match) continue;
    await psp.journal.synced();
    return { status: 200, body: await handler(psp, request, match[1] ?? "") };
  }
  throw new PspError(404, `There is no switch ${request.method} ${request.path}.`);
}

/** Everything, or with `?payment_intent=` what concerns one payment (then without the raw entries). */
function showJournal({ books }: Simulator, { query }: ControlRequest): unknown {
  const intentId = query.get("payment_intent");
  const isShown = (of: { intentId: string }) => intentId === null || of.intentId === intentId;
  const payments = books.payments.filter(isShown);
  const refunds = books.refunds.filter(isShown);
  const disputes = books.disputes.filter(isShown);
  return {
    payments: payments.map((payment) => ({ ...paymentIntentShape(payment), created_at: payment.createdAt })),
    refunds: refunds.map((refund) => ({
      ...refundShape(refund),
      created_at: refund.createdAt,
      idempotency_key: refund.idempotencyKey,
    })),
    disputes: disputes.map((dispute) => ({ ...disputeShape(dispute), created_at: dispute.createdAt })),
    totals: totalsOf(books, payments),
    ...(intentId === null && { entries: books.entries }),
  };
}

type Totals = { captured: number; refunded: number; withdrawn: number; voided: number };

/** By currency. Withdrawn: what banks hold back in disputes. Voided: what was held and never taken. */
function totalsOf(books: Books, payments: readonly Payment[]): Record<string, Totals> {
  const totals: Record<string, Totals> = {};
  for (const { currency, chargeId, amount, captured, status } of payments) {
    const sum = totals[currency] ?? { captured: 0, refunded: 0, withdrawn: 0, voided: 0 };
    totals[currency] = {
      captured: sum.captured + captured,
      refunded: sum.refunded + sumRefunded(books.listRefundsOf(chargeId)),
      withdrawn: sum.withdrawn + sumWithdrawn(books.listDisputesOf(chargeId)),
      voided: sum.voided + (status === "requires_capture" ? 0 : amount - captured),
    };
  }
  return totals;
}

function showRequests({ log }: Simulator, { query }: ControlRequest): unknown {
  const key = query.get("idempotency_key");
  const requests = log.requests.filter((request) => key === null || request.idempotency_key === key);
  const creations = requests.filter(({ method, path }) => method === "POST" && path === "/v1/refunds");
  return { count: requests.length, creations: creations.length, requests };
}

function addFault(psp: Simulator, { body }: ControlRequest): unknown {
  psp.faults.add(parseControl(faultInput, body));
  return { faults: psp.faults.list() };
}

function clearFaults(psp: Simulator): unknown {
  psp.faults.clear();
  return { faults: [] };
}

async function settle(psp: Simulator, { body }: ControlRequest, refundId: string): Promise<unknown> {
  const { status, failure_reason } = parseControl(settleInput, body);
  const answer = await settleRefund(psp, refundId, { status, failureReason: failure_reason ?? null });
  return answer.body;
}

async function dispute(psp: Simulator, { body }: ControlRequest): Promise<unknown> {
  return disputeShape(await openDispute(psp, parseControl(disputeInput, body)));
}

async function escalate(psp: Simulator, _request: ControlRequest, disputeId: string): Promise<unknown> {
  return disputeShape(await escalateDispute(psp, disputeId));
}

async function close(psp: Simulator, { body }: ControlRequest, disputeId: string): Promise<unknown> {
  return disputeShape(await closeDispute(psp, disputeId, parseControl(closeInput, body)));
}

function showWebhooks({ webhooks, books }: Simulator): unknown {
  const held = webhooks.held.map(({ id, type }) => ({ event_id: id, type }));
  const undelivered = books.listUndelivered().map(({ id, type }) => ({ event_id: id, type }));
  return { paused: webhooks.isPaused, held, undelivered, attempts: webhooks.attempts };
}

function resend(psp: Simulator, { body }: ControlRequest): unknown {
  const input = parseControl(resendInput, body);
  const event = psp.books.findEvent(input.event_id);
  if (!event) throw noSuch("event", input.event_id, "event_id");
  psp.webhooks.resend(event, input.times, input.delayMs);
  return { event_id: event.id, times: input.times };
}

function pauseWebhooks({ webhooks }: Simulator): unknown {
  webhooks.pause();
  return { paused: true };
}

function resumeWebhooks({ webhooks }: Simulator, { body }: ControlRequest): unknown {
  const { order } = parseControl(resumeInput, body);
  return { paused: false, released: webhooks.resume(order) };
}

/** Stripe may prune keys after 24 hours; then the same key is a new request. */
async function forgetKeys(psp: Simulator): Promise<unknown> {
  psp.commit({ type: "keys_forgotten", at: now() });
  await psp.journal.synced();
  return { forgotten: true };
}

function parseControl<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new PspError(400, z.prettifyError(parsed.error));
}
