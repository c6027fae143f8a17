import { RowActionForm } from "@/app/action-form";
import { effectWords } from "@/app/t/[tenant]/cases/[caseId]/composer/macro-effects";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { Macro } from "@/lib/modules/cases/macro-schema";
import { archiveMacroAction, restoreMacroAction } from "./actions";
import { MacroForm } from "./macro-form";

type Props = Readonly<{ tenantSlug: string; macro: Macro; mayChange: boolean }>;

/** One macro: what it writes and does, and for those who may the way to change it or put it away. */
export function MacroCard({ tenantSlug, macro, mayChange }: Props) {
  const isAway = macro.archivedAt !== null;
  const effects = effectWords(macro);
  return (
    <Card
      title={macro.name}
      aside={
        <span className="flex items-center gap-2">
          {isAway && <Badge>Put away</Badge>}
          {mayChange && (
            <RowActionForm
              label={`${isAway ? "Use again" : "Put away"}: ${macro.name}`}
              action={(isAway ? restoreMacroAction : archiveMacroAction).bind(null, tenantSlug)}
              hidden={{ macroId: macro.id }}
              submitLabel={isAway ? "Use again" : "Put away"}
              pendingLabel="Saving…"
            />
          )}
        </span>
      }
    >
      <p className="wrap-anywhere whitespace-pre-wrap">{macro.body || "Writes nothing."}</p>
      {effects && <p className="mt-2 text-xs text-ink-muted">With the reply: {effects}</p>}
      {mayChange && !isAway && (
        <details className="mt-3 border-t border-line pt-3">
          <summary className="cursor-pointer text-sm font-medium">Change it</summary>
          <div className="pt-3">
            <MacroForm tenantSlug={tenantSlug} macro={macro} />
          </div>
        </details>
      )}
    </Card>
  );
}
