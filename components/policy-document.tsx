import type { PolicyDocument } from "@/lib/modules/policies/schema";
import { floorWords, otherwiseWords, ruleWords } from "@/lib/modules/policies/words";

/** Each clause, as customers read it, beside the rules that stand on it. */
export function PolicyDocumentView({ document }: Readonly<{ document: PolicyDocument }>) {
  return (
    <ol className="flex flex-col divide-y divide-line">
      {document.clauses.map((clause, index) => {
        const rules = document.rules.filter(({ clauseId }) => clauseId === clause.id);
        const floors = document.floors.filter(({ clauseId }) => clauseId === clause.id);
        return (
          <li key={clause.id} data-clause={clause.id} className="grid gap-x-6 gap-y-2 py-4 lg:grid-cols-2">
            <div className="max-w-prose">
              <h3 className="text-sm font-medium">
                {index + 1}. {clause.title}
              </h3>
              <p className="break-words whitespace-pre-line">{clause.text}</p>
            </div>
            <ul className="flex max-w-prose flex-col gap-2">
              {rules.map((rule) => (
                <li key={rule.id} className="border-s-2 border-line ps-3">
                  <p>
                    {ruleWords(rule)} {otherwiseWords(rule)}
                  </p>
                  <p className="text-xs text-ink-muted">
                    For {rule.actions.join(", ")} · <code>{rule.id}</code>
                  </p>
                </li>
              ))}
              {floors.map((floor) => (
                <li key={floor.id} className="border-s-2 border-info-line ps-3">
                  <p>{floorWords(floor)}</p>
                  <p className="text-xs text-ink-muted">
                    Floor · <code>{floor.id}</code>
                  </p>
                </li>
              ))}
              {rules.length + floors.length === 0 && (
                <li className="text-ink-muted">
                  No rule stands on this clause: people read it, nothing checks it.
                </li>
              )}
            </ul>
          </li>
        );
      })}
    </ol>
  );
}
