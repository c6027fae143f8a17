import { Link2, LoaderCircle } from "lucide-react";
import Link from "next/link";
import { RelativeTime } from "@/components/relative-time";
import { CopyButton } from "@/components/ui/copy-button";
import type { AuditExplorerQuery, AuditRow } from "@/lib/modules/audit/schema";
import { auditHref } from "./audit-href";
import { actionWords, changeWords, detailWords } from "./audit-words";

type EntryProps = Readonly<{ row: AuditRow; slug: string; query: AuditExplorerQuery }>;

const kindWords: Readonly<Record<string, string>> = { key: "an API key", system: "by itself" };

/** One act: who, what, what changed, from where, and its place in the chain. */
export function AuditEntry({ row, slug, query }: EntryProps) {
  const caseId = caseOf(row);
  const kind = kindWords[row.actorKind];
  return (
    <li
      className="grid gap-x-6 gap-y-1 border-b border-line px-4 py-3 text-sm md:grid-cols-[10rem_minmax(0,1fr)_auto]"
      data-action={row.action}
    >
      <span className="text-ink-muted">
        <RelativeTime at={row.createdAt} format="clock" /> UTC
      </span>
      <div className="flex min-w-0 flex-col gap-1">
        <p>
          <strong>{row.actorName}</strong>
          {kind && <span className="text-ink-muted"> ({kind})</span>}: {actionWords(row.action)}
        </p>
        <Sentences words={changeWords(row)} isStrong />
        <Sentences words={detailWords(row.detail)} />
        {row.origin && (
          <p className="text-xs break-words text-ink-muted">
            From {Object.values(row.origin).filter(Boolean).map(String).join(" · ")}
          </p>
        )}
      </div>
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1 text-xs text-ink-muted md:flex-col md:items-end">
        <Seal row={row} />
        <span className="inline-flex items-center">
          <Link
            className="link"
            href={auditHref(slug, { ...query, subjectId: row.subjectId, cursor: undefined })}
            prefetch={false}
          >
            All about this {row.subjectType.replaceAll("_", " ")}
          </Link>
          <CopyButton value={row.subjectId} label={`Copy the id of this ${row.subjectType}`} />
        </span>
        {caseId && (
          <Link className="link" href={`/t/${slug}/cases/${caseId}`} prefetch={false}>
            Open the case
          </Link>
        )}
      </div>
    </li>
  );
}

function caseOf({ detail, subjectType, subjectId }: AuditRow): string | undefined {
  if (subjectType === "case") return subjectId;
  return typeof detail.caseId === "string" ? detail.caseId : undefined;
}

function Sentences({ words, isStrong = false }: Readonly<{ words: readonly string[]; isStrong?: boolean }>) {
  if (words.length === 0) return null;
  return (
    <ul className={`flex flex-wrap gap-x-4 gap-y-0.5 ${isStrong ? "" : "text-ink-muted"}`}>
      {words.map((sentence) => (
        <li key={sentence} className="min-w-0 max-w-prose break-words">
          {sentence}
        </li>
      ))}
    </ul>
  );
}

function Seal({ row: { position, hash } }: Readonly<{ row: AuditRow }>) {
  if (position === null || hash === null) {
    return (
      <span className="inline-flex items-center gap-1">
        <LoaderCircle aria-hidden="true" className="size-3.5" /> Not sealed yet
      </span>
    );
  }
  return (
    <span className="inline-flex items-center gap-1 tabular-nums" title={hash}>
      <Link2 aria-hidden="true" className="size-3.5" /> Entry {position}
    </span>
  );
}
