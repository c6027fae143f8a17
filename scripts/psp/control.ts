import { z } from "zod";
import type { ApiAnswer } from "./api";
import { sumRefunded } from "./books";
import { noSuch, PspError } from "./errors";
import { faultInput } from "./faults";
import { settleInput, settleRefund } from "./settlement";
import { paymentIntentShape, refundShape } from "./shapes";
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
  const totals: Record<string, { captured: number; refunded: number }> = {};
  for (const payment of payments) {
    const { captured, refunded } = totals[payment.currency] ?? { captured: 0, refunded: 0 };
    totals[payment.currency] = {
      captured: captured + payment.amount,
      refunded: refunded + sumRefunded(books.listRefundsOf(payment.chargeId)),
    };
  }
  return {
    payments: payments.map((payment) => ({ ...paymentIntentShape(payment), created_at: payment.createdAt })),
    refunds: refunds.map((refund) => ({
      ...refundShape(refund),
      created_at: refund.createdAt,
      idempotency_key: refund.idempotencyKey,
    })),
    totals,
    ...(intentId === null && { entries: books.entries }),
  };
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
