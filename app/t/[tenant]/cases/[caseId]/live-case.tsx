"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useLive } from "@/app/t/[tenant]/live";
import { Avatar } from "@/components/ui/avatar";
import type { Doing, Viewer } from "@/lib/modules/cases/live-schema";

/** Renders the page anew as soon as something happened in the case. What somebody types is not part of the page. */
export function LiveCase({ caseId, updatedAt }: Readonly<{ caseId: string; updatedAt: string }>) {
  const router = useRouter();
  const live = useLive();
  const newest = live.caseId === caseId ? live.projection?.updatedAt : undefined;
  const isOutdated = newest !== undefined && newest > updatedAt;
  // Each newer answer asks again, because a replica may still have shown the old state.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    if (isOutdated) router.refresh();
  }, [isOutdated, newest, live.caseRevision, router]);
  return null;
}

const doingWords: Readonly<Record<Doing, string>> = {
  viewing: "is looking at this case",
  note: "is writing a note",
  reply: "is writing a reply",
  decision: "is deciding",
};

/** Who else has the case open, and at what. */
export function Presence({ caseId }: Readonly<{ caseId: string }>) {
  const { viewers, caseId: heardOf } = useLive();
  const others = heardOf === caseId ? viewers : [];
  return (
    <p
      aria-live="polite"
      data-presence
      className="flex min-h-5 flex-wrap items-center gap-x-3 text-xs text-ink-muted"
    >
      {others.map((viewer) => (
        <span key={viewer.userId} className="inline-flex items-center gap-1.5">
          <Avatar name={viewer.name} size="sm" />
          {wordsOf(viewer)}
        </span>
      ))}
    </p>
  );
}

const wordsOf = ({ name, doing }: Viewer): string => `${name} ${doingWords[doing]}`;
