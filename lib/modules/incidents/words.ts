/**
 * What is to be done about a cause. pay_again: pays refunds that certainly failed once more · ask: asks the provider
 * again what became of them · deliver: sends mails or messages again · handle: lets the product read again what
 * happened. Only deliveries can be skipped.
 */
export type IncidentAct = "pay_again" | "ask" | "deliver" | "handle" | "none";
export type IncidentWords = Readonly<{ title: string; advice: string; act: IncidentAct }>;

const fixed: Readonly<Record<string, IncidentWords>> = {
  "payout.unknown": {
    title: "The payment provider did not answer, so nobody knows whether these were paid",
    advice:
      "We keep asking by ourselves. Once the provider is back, you can ask at once. Nothing is paid twice.",
    act: "ask",
  },
  "payout.requires_action": {
    title: "The customer’s bank waits for the customer",
    advice: "Write to the customer, or pay it another way in the case.",
    act: "none",
  },
  "payout.held.chargeback": {
    title: "The customer’s bank disputes the payment",
    advice:
      "The payout waits until the dispute is decided. Withdraw the refund if the bank pays the customer.",
    act: "none",
  },
  "payout.held.overdrawn_charge": {
    title: "More of the payment was taken back elsewhere than it has left",
    advice: "Find out who refunded it, then withdraw the refund or pay it another way.",
    act: "none",
  },
  "payout.held.kill_switch": {
    title: "The key that decided these was stopped",
    advice: "Look at what it decided, then lift the stop in Settings or revoke the refunds.",
    act: "none",
  },
  "payout.held.restore": {
    title: "Payouts wait until the books are compared",
    advice: "Reconcile in Refunds. Payouts go on when nothing differs.",
    act: "none",
  },
  "payout.stopped": {
    title: "All payouts are stopped",
    advice: "Finance, an admin or the lead who stopped them lifts the stop in Settings.",
    act: "none",
  },
  "payout.by_hand": {
    title: "Waiting to be paid by hand",
    advice: "Pay it, then note the reference in the case.",
    act: "none",
  },
  "payout.agreement": {
    title: "Finance has to agree to pay another way",
    advice: "Finance agrees or declines in the case.",
    act: "none",
  },
  "payout.double_loss": {
    title: "Double loss risk: the bank took back a payment that we refund as well",
    advice: "Answer the dispute with the refund as evidence.",
    act: "none",
  },
  "event.parked": {
    title: "Something happened that this release cannot handle",
    advice:
      "It and what follows it wait; other cases go on. Once a release that knows it runs, try again: nothing is lost or done twice.",
    act: "handle",
  },
  "mail.bounced": {
    title: "Mails came back: the customer’s mail server does not take them",
    advice: "Find out the right address or reach the customer another way, then send again or skip.",
    act: "deliver",
  },
  "charge.overdrawn": {
    title: "More was taken from these payments than was paid",
    advice: "Compare the books in Refunds and find out who refunded.",
    act: "none",
  },
  "approval.expired": {
    title: "Nobody answered in time",
    advice: "Propose it anew in the case, or ask somebody who may approve it.",
    act: "none",
  },
  "approval.worse": {
    title: "What the policy says has changed while it waited for a yes",
    advice: "Look at the policy’s reasons in the case and decide anew.",
    act: "none",
  },
};

const deliveries: Readonly<Record<string, Readonly<{ what: string; advice: string }>>> = {
  mail: {
    what: "Mails to customers do not go out",
    advice: "Check the mail server and the address, then send them again.",
  },
  crm: {
    what: "The CRM does not hear of what was decided",
    advice: "Check the connection in Settings, then send it again.",
  },
  notice: {
    what: "Mails to your team do not go out",
    advice: "Check the mail server, then send them again.",
  },
};

/** A cause in words: what is wrong, what to do, and what can be done for all of them at once. */
export function incidentWords(cause: string, error: string | null): IncidentWords {
  const known = fixed[cause];
  if (known) return known;
  const [area = "", ...rest] = cause.split(".");
  const delivery = deliveries[area];
  if (delivery) {
    return {
      title: error ? `${delivery.what}: ${error.replace(/\.$/, "")}` : delivery.what,
      advice: delivery.advice,
      act: "deliver",
    };
  }
  if (area === "payout" && rest[0] === "failed") {
    return {
      title: `The payment provider refused to pay (${(error ?? rest.slice(1).join(" ")).replaceAll("_", " ")})`,
      advice: "Mend the reason at the provider, then pay them again; or pay another way in the case.",
      act: "pay_again",
    };
  }
  return {
    title: error ? error.replace(/\.$/, "") : `Stuck at ${rest.join(" ").replaceAll("_", " ")}`,
    advice: "Open the cases and look at the step in red.",
    act: "none",
  };
}
