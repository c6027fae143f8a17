import type { ReactNode } from "react";
import type { Decision } from "@/lib/modules/decisions/schema";
import { reasonWords } from "@/lib/modules/policies/terms";
import { DenialPart } from "./denial-part";
import { Money } from "./money";
import { RelativeTime } from "./relative-time";
import { StatusBadge } from "./status-badge";
import { Card } from "./ui/card";
import { Facts } from "./ui/facts";

type DecisionSummaryProps = Readonly<{
  decision: Omit<Decision, "id" | "caseId" | "legs" | "lines" | "approvalHash" | "proposedById">;
  /** Names the case where it is not already clear: "#1039 Mei Kovacs". */
  title?: string;
  /** Where the money goes, in words: "Visa •4242". */
  destination: string;
  /** The lines it covers, in words: "Running Shoes, size 8". */
  lines?: readonly string[];
  tenantCurrency?: string;
  /** What the reader may do about it, or the sentence why not. */
  actions?: ReactNode;
  now?: Date;
  timeZone?: string;
}>;

/** How much, to where, why, and who said so. */
export function DecisionSummary(props: DecisionSummaryProps) {
  const {
    decision,
    title = "Decision",
    destination,
    lines = [],
    tenantCurrency,
    actions,
    now = new Date(),
    timeZone,
  } = props;
  const clock = (at: Date) => (
    <RelativeTime at={at} now={now} format="clock" {...(timeZone && { timeZone })} />
  );
  return (
    <Card title={title} aside={<StatusBadge kind="decision" state={decision.state} />}>
      <div className="flex flex-col gap-3">
        <p>
          <span className="block text-xl font-semibold">
            <Money
              amountMinor={decision.amountMinor}
              currency={decision.currency}
              tenantCurrency={tenantCurrency}
            />
          </span>
          <span className="text-ink-muted">to {destination}</span>
        </p>
        {lines.length > 0 && (
          <ul className="list-disc ps-4 text-ink marker:text-ink-faint">
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
        <blockquote className="border-s-2 border-line-strong ps-3 text-ink-muted">
          {decision.rationale}
        </blockquote>
        <Facts
          facts={[
            { term: "Reason", detail: reasonWords[decision.reasonCode] },
            {
              term: "Proposed by",
              detail: (
                <>
                  {decision.proposedByName}
                  {decision.proposedByKind === "key" && " (API key)"}, {clock(decision.createdAt)}
                </>
              ),
            },
            ...(decision.decidedByName && decision.decidedAt
              ? [
                  {
                    term: "Decided by",
                    detail: (
                      <>
                        {decision.decidedByName}, {clock(decision.decidedAt)}
                      </>
                    ),
                  },
                ]
              : []),
          ]}
        />
        {decision.denial && <DenialPart outcome={decision.outcome} denial={decision.denial} />}
        {actions && <div className="flex flex-wrap gap-2 border-t border-line pt-3">{actions}</div>}
      </div>
    </Card>
  );
}
