import type { Dispute, Entry, KeyResult, Payment, PspEvent, Refund } from "./entries";

/** What the journal adds up to. Only `apply` changes it, at start-up and live alike. */
export class Books {
  readonly entries: Entry[] = [];
  readonly payments: Payment[] = [];
  readonly refunds: Refund[] = [];
  readonly disputes: Dispute[] = [];
  readonly events: PspEvent[] = [];
  readonly #paymentByIntent = new Map<string, Payment>();
  readonly #paymentByCharge = new Map<string, Payment>();
  readonly #refundById = new Map<string, Refund>();
  readonly #refundsByCharge = new Map<string, Refund[]>();
  readonly #results = new Map<string, KeyResult>();
  readonly #undelivered = new Set<string>();

  apply(entry: Entry): void {
    this.entries.push(entry);
    if ("events" in entry) this.#recordEvents(entry.events);
    if ("result" in entry && entry.result) this.#results.set(entry.result.key, entry.result);
    switch (entry.type) {
      case "payment_succeeded":
      case "payment_authorized":
        this.#recordPayment(entry.payment);
        break;
      case "payment_changed":
        this.#changePayment(entry.payment);
        break;
      case "dispute_changed":
        this.#recordDispute(entry.dispute);
        break;
      case "refund_created":
        this.#recordRefund({ ...entry.refund });
        break;
      case "refund_changed":
        this.#changeRefund(entry.refundId, entry);
        break;
      case "webhook_settled":
        this.#undelivered.delete(entry.eventId);
        break;
      case "keys_forgotten":
        this.#results.clear();
        break;
    }
  }

  findPayment(intentId: string): Payment | undefined {
    return this.#paymentByIntent.get(intentId);
  }

  findPaymentOfCharge(chargeId: string): Payment | undefined {
    return this.#paymentByCharge.get(chargeId);
  }

  findDispute(disputeId: string): Dispute | undefined {
    return this.disputes.find((dispute) => dispute.id === disputeId);
  }

  listDisputesOf(chargeId: string): readonly Dispute[] {
    return this.disputes.filter((dispute) => dispute.chargeId === chargeId);
  }

  findRefund(refundId: string): Refund | undefined {
    return this.#refundById.get(refundId);
  }

  listRefundsOf(chargeId: string): readonly Refund[] {
    return this.#refundsByCharge.get(chargeId) ?? [];
  }

  findEvent(eventId: string): PspEvent | undefined {
    return this.events.find((event) => event.id === eventId);
  }

  findResult(key: string): KeyResult | undefined {
    return this.#results.get(key);
  }

  isUndelivered(eventId: string): boolean {
    return this.#undelivered.has(eventId);
  }

  listUndelivered(): PspEvent[] {
    return this.events.filter((event) => this.#undelivered.has(event.id));
  }

  #recordPayment(written: Payment): void {
    const payment = { ...capturedAtOnce(written), ...written };
    this.payments.push(payment);
    this.#paymentByIntent.set(payment.intentId, payment);
    this.#paymentByCharge.set(payment.chargeId, payment);
  }

  #changePayment(changed: Payment): void {
    const payment = this.#paymentByIntent.get(changed.intentId);
    if (!payment) throw new Error(`The journal changes payment ${changed.intentId}, which it never created.`);
    Object.assign(payment, changed);
  }

  #recordDispute(changed: Dispute): void {
    const dispute = this.findDispute(changed.id);
    if (dispute) Object.assign(dispute, changed);
    else this.disputes.push({ ...changed });
  }

  #recordRefund(refund: Refund): void {
    this.refunds.push(refund);
    this.#refundById.set(refund.id, refund);
    const ofCharge = this.#refundsByCharge.get(refund.chargeId);
    if (ofCharge) ofCharge.push(refund);
    else this.#refundsByCharge.set(refund.chargeId, [refund]);
  }

  #changeRefund(refundId: string, change: Pick<Refund, "status" | "failureReason">): void {
    const refund = this.#refundById.get(refundId);
    if (!refund) throw new Error(`The journal changes refund ${refundId}, which it never created.`);
    refund.status = change.status;
    refund.failureReason = change.failureReason;
    refund.pendingReason = change.status === "pending" ? (refund.pendingReason ?? "processing") : null;
  }

  #recordEvents(events: readonly PspEvent[]): void {
    for (const event of events) {
      this.events.push(event);
      if (event.pending_webhooks > 0) this.#undelivered.add(event.id);
    }
  }
}

/** What the banks hold back at this moment. */
export function sumWithdrawn(disputes: readonly Dispute[]): number {
  return disputes
    .filter((dispute) => dispute.withdrawnAt !== null && dispute.reinstatedAt === null)
    .reduce((sum, dispute) => sum + dispute.amount, 0);
}

// Journals from before payments could be held say nothing of it.
const capturedAtOnce = (payment: Payment) =>
  ({
    captured: payment.amount,
    status: "succeeded",
    captureMethod: "automatic_async",
    canceledAt: null,
    cancellationReason: null,
  }) as const;

/** Failed and canceled refunds give their amount back to the charge, as at Stripe. */
export function sumRefunded(refunds: readonly Refund[]): number {
  return refunds
    .filter((refund) => refund.status !== "failed" && refund.status !== "canceled")
    .reduce((sum, refund) => sum + refund.amount, 0);
}
