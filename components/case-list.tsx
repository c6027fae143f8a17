import { Inbox } from "lucide-react";
import type { InboxRow } from "@/lib/modules/cases/schema";
import { CaseRow } from "./case-row";
import { EmptyState } from "./ui/empty-state";
import { LinkButton } from "./ui/link-button";

type CaseListProps = Readonly<{
  /** What the list holds: "Cases that need a decision". */
  label: string;
  rows: readonly InboxRow[];
  hrefOf: (row: InboxRow) => string;
  selectedId?: string | undefined;
  tenantCurrency?: string;
  nextHref?: string | undefined;
  /** Why the list is empty, in a sentence. */
  emptyReason: string;
  now?: Date;
}>;

export function CaseList(props: CaseListProps) {
  const { label, rows, hrefOf, selectedId, tenantCurrency, nextHref, emptyReason, now = new Date() } = props;
  if (rows.length === 0) {
    return (
      <EmptyState icon={Inbox} title="Nothing here">
        {emptyReason}
      </EmptyState>
    );
  }
  return (
    <>
      <ul aria-label={label}>
        {rows.map((row) => (
          <CaseRow
            key={row.id}
            row={row}
            href={hrefOf(row)}
            isSelected={row.id === selectedId}
            now={now}
            {...(tenantCurrency && { tenantCurrency })}
          />
        ))}
      </ul>
      {nextHref && (
        <div className="flex justify-center p-4">
          <LinkButton href={nextHref} size="sm">
            Older cases
          </LinkButton>
        </div>
      )}
    </>
  );
}
