import { formatAmount } from "./currencies";
import type { Payment, Refund } from "./entries";
import { faultModes } from "./faults";
import { type Html, html, renderPage } from "./html";
import { chargeOf } from "./payments";
import type { Simulator } from "./simulator";

const shown = 50;

export function renderHomePage(psp: Simulator): string {
  const { payments, refunds } = psp.books;
  const newestRefunds = refunds.slice(-shown).reverse();
  const newestPayments = payments.slice(-shown).reverse();
  return renderPage(
    "Payment simulator",
    html`<main><h1>Payment simulator</h1>
<p>Stands in for Stripe in development. No real money moves; everything below is on this machine.</p>
${switches(psp)}
<h2>Refunds (${refunds.length})</h2>${refundTable(newestRefunds)}
<h2>Payments (${payments.length})</h2>${paymentTable(psp, newestPayments)}</main>`,
  );
}

function switches(psp: Simulator): Html {
  const waiting = psp.faults.list().map((fault) => html`<li>${fault.mode}, ${fault.count} more</li>`);
  const { webhooks } = psp;
  const webhookAction = webhooks.isPaused ? "resume" : "pause";
  return html`<h2>What the next refunds do</h2>
${waiting.length > 0 ? html`<ul>${waiting}</ul>` : html`<p>They succeed.</p>`}
<form method="post" action="/_control/faults">
<label>Instead they <select name="mode">${faultModes.map((mode) => html`<option value="${mode}">${mode.replaceAll("_", " ")}</option>`)}</select></label>
<label>How many <input name="count" type="number" min="1" value="1"></label>
<label>Delay in ms <input name="delayMs" type="number" min="0" value="1000"></label>
<button>Set</button></form>
<form method="post" action="/_control/faults/clear"><button>Let all succeed</button></form>
<h2>Webhooks</h2>
<form method="post" action="/_control/webhooks/${webhookAction}">
<p>${webhooks.isPaused ? `Paused, ${webhooks.held.length} held.` : "Sent as they happen."}</p>
<button>${webhooks.isPaused ? "Resume" : "Pause"}</button></form>`;
}

function refundTable(refunds: readonly Refund[]): Html {
  if (refunds.length === 0) return html`<p>None yet.</p>`;
  return html`<div class="wide"><table><thead><tr><th>Time (UTC)<th>Refund<th>Payment<th class="number">Amount<th>Status
<th>Settle</tr></thead><tbody>${refunds.map(refundRow)}</tbody></table></div>`;
}

function refundRow(refund: Refund): Html {
  const detail = refund.failureReason ?? refund.pendingReason;
  return html`<tr><td>${clock(refund.createdAt)}<td><code>${refund.id}</code><td><code>${refund.intentId}</code>
<td class="number">${formatAmount(refund.amount, refund.currency)}
<td>${refund.status}${detail && ` (${detail})`}<td>${settleButtons(refund)}</tr>`;
}

function settleButtons(refund: Refund): Html | undefined {
  if (refund.status === "failed" || refund.status === "canceled") return undefined;
  const choices = refund.status === "succeeded" ? ["failed"] : ["succeeded", "failed"];
  return html`<form method="post" action="/_control/refunds/${refund.id}/settle">${choices.map(
    (status) => html`<button name="status" value="${status}">${status}</button>`,
  )}</form>`;
}

function paymentTable(psp: Simulator, payments: readonly Payment[]): Html {
  if (payments.length === 0) return html`<p>None yet.</p>`;
  const rows = payments.map((payment) => {
    const refunded = chargeOf(psp, payment).amount_refunded;
    return html`<tr><td>${clock(payment.createdAt)}<td><code>${payment.intentId}</code><td>${payment.description}
<td>${payment.methodType}<td class="number">${formatAmount(payment.amount, payment.currency)}
<td class="number">${formatAmount(refunded, payment.currency)}</tr>`;
  });
  return html`<div class="wide"><table><thead><tr><th>Time (UTC)<th>Payment<th>For<th>Method<th class="number">Amount
<th class="number">Refunded</tr></thead><tbody>${rows}</tbody></table></div>`;
}

const clock = (iso: string): string => iso.slice(0, 19).replace("T", " ");
