import { html, renderPage } from "@/scripts/psp/html";
import type { Delivery } from "./deliveries";
import type { Fault } from "./faults";

const shown = 100;

export function renderHomePage(deliveries: readonly Delivery[], faults: readonly Fault[]): string {
  const rows = deliveries
    .slice(-shown)
    .reverse()
    .map(
      (delivery) => html`<tr><td>${delivery.at.slice(0, 19).replace("T", " ")}<td>${delivery.type}
<td><code>${delivery.caseId}</code><td class="number">${delivery.sequence}<td><code>${delivery.id}</code>
<td>${delivery.status ?? "no answer"}${delivery.repeat && ", repeat"}</tr>`,
    );
  const waiting = faults.map((fault) => html`<li>${fault.mode}, ${fault.count} more</li>`);
  return renderPage(
    "CRM sink",
    html`<main><h1>CRM sink</h1><p>Stands in for a CRM in development and keeps every signed message it gets.</p>
${waiting.length > 0 && html`<h2>What the next messages meet</h2><ul>${waiting}</ul>`}
<h2>Messages (${deliveries.length})</h2>
${rows.length === 0 ? html`<p>None yet.</p>` : undefined}<div class="wide"><table><thead><tr><th>Time<th>Type<th>Case
<th class="number">Sequence<th>Message<th>Answer</tr></thead><tbody>${rows}</tbody></table></div></main>`,
  );
}
