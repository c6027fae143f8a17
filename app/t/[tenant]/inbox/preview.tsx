"use client";

import { MousePointerClick } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { FollowThroughBadge } from "@/components/follow-through-badge";
import { useShortcut } from "@/components/shortcuts/use-shortcut";
import { StatusBadge } from "@/components/status-badge";
import { EmptyState } from "@/components/ui/empty-state";
import { VerdictBadge } from "@/components/verdict-badge";
import type { CaseDetail, InboxRow } from "@/lib/modules/cases/schema";
import { verdicts } from "@/lib/modules/policies/terms";
import { mayNot, PreviewActs, type PreviewPermissions } from "./preview-acts";
import type { PreviewContent } from "./preview-body";
import { usePreview } from "./preview-context";

type Shown = Pick<CaseDetail, "id"> & PreviewContent & Readonly<{ acts: PreviewPermissions }>;

// The list is there before anybody needs what a case looks like.
const PreviewBody = dynamic(() => import("./preview-body").then((file) => file.PreviewBody), { ssr: false });

// Holding j down passes many cases; only the one that somebody stays on is fetched.
const restMs = 120;

type PreviewProps = Readonly<{
  tenantSlug: string;
  tenantCurrency: string;
  /** Of the list, so that a case opened here knows its neighbours. */
  address: string;
}>;

/** The case that has the keyboard, as far as one must see it to know what to do. */
export function Preview({ tenantSlug, tenantCurrency, address }: PreviewProps) {
  const { row, onDone } = usePreview();
  const router = useRouter();
  const [shown, setShown] = useState<Shown>();
  const [hasFailed, setHasFailed] = useState(false);
  const caseId = row?.id;
  useEffect(() => {
    if (!caseId) return;
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      const found = await readPreview(tenantSlug, caseId, abort.signal);
      if (abort.signal.aborted) return;
      setHasFailed(!found);
      if (found) setShown(found);
    }, restMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [tenantSlug, caseId]);

  const href = `/t/${tenantSlug}/cases/${caseId}${address}`;
  // While it is not known whether they may, the case's own page says so.
  const acts = shown && shown.id === caseId ? shown.acts : undefined;
  useShortcut(
    "case.decide",
    () => router.push(`${href}#decide`),
    caseId !== undefined && mayNot(acts?.decide) === undefined,
  );
  useShortcut(
    "case.reply",
    () => router.push(`${href}#reply`),
    caseId !== undefined && mayNot(acts?.reply) === undefined,
  );

  if (!row) {
    return (
      <EmptyState icon={MousePointerClick} title="Choose a case">
        Its thread, its order and its decision open here.
      </EmptyState>
    );
  }
  return (
    <article aria-label={`Preview of #${row.number}`} className="flex flex-col gap-4 p-4">
      <PreviewHeader row={row}>
        <PreviewActs
          tenantSlug={tenantSlug}
          caseId={row.id}
          href={href}
          acts={shown?.id === row.id ? shown.acts : undefined}
          onDone={onDone}
        />
      </PreviewHeader>
      {hasFailed && <p role="status">This case cannot be shown here now. Open it to see it.</p>}
      {shown?.id === row.id && <PreviewBody shown={shown} tenantCurrency={tenantCurrency} />}
    </article>
  );
}

async function readPreview(slug: string, caseId: string, signal: AbortSignal): Promise<Shown | undefined> {
  const answer = await fetch(`/api/desk/${slug}/cases/${caseId}/preview`, { signal }).catch(() => undefined);
  return answer?.ok ? ((await answer.json()) as Shown) : undefined;
}

function PreviewHeader({ row, children }: Readonly<{ row: InboxRow; children: ReactNode }>) {
  const verdict = verdicts.find((known) => known === row.verdict);
  return (
    <header className="flex flex-col gap-2">
      <h2 className="text-lg text-balance">
        <span className="text-ink-muted tabular-nums">#{row.number}</span> {row.subject}
      </h2>
      <p className="flex flex-wrap items-center gap-2 text-sm text-ink-muted">
        {row.customerName}
        <StatusBadge kind="conversation" state={row.conversation} />
        <StatusBadge kind="decision" state={row.decision} />
        {row.refund !== "none" && <StatusBadge kind="refund" state={row.refund} />}
        {verdict && (
          <span className="inline-flex items-center gap-1">
            Policy: <VerdictBadge verdict={verdict} />
          </span>
        )}
        {row.decision !== "none" && <FollowThroughBadge steps={row.followThrough} />}
      </p>
      <div className="flex flex-wrap gap-2">{children}</div>
    </header>
  );
}
