"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { FollowThrough } from "@/components/follow-through";
import { FollowThroughBadge } from "@/components/follow-through-badge";
import { RelativeTime } from "@/components/relative-time";
import { Banner } from "@/components/ui/banner";
import { Card } from "@/components/ui/card";
import type { CaseProjection, StepState } from "@/lib/modules/cases/schema";

/** What the server knew when it made the page; the rest arrives by asking again. */
type Shown = Pick<CaseProjection, "decision" | "refund" | "followThrough" | "updatedAt">;

type Props = Readonly<{ tenantSlug: string; caseId: string; initial: Shown }>;

const openStates: readonly StepState[] = ["waiting", "running", "retrying", "unknown"];
const busyMs = 1_000;
const quietMs = 10_000;
const staleAfterFailures = 3;

/** The follow-through of a case, kept up to date while somebody looks at it. */
export function LiveFollowThrough({ tenantSlug, caseId, initial }: Props) {
  const { live, isStale } = useLive(`/api/desk/${tenantSlug}/cases/${caseId}/follow-through`, initial);
  useRefreshWhenOutdated(live, initial);

  if (live.decision === "none") {
    return (
      <Card title="Follow-through">
        <p className="text-ink-muted">Starts with a decision: payout, mail and CRM, each until it is done.</p>
      </Card>
    );
  }
  return (
    <Card title="Follow-through" aside={<FollowThroughBadge steps={live.followThrough} />}>
      <div className="flex flex-col gap-3">
        {isStale && (
          <Banner tone="info" role="status">
            Live updates are paused. This is from <RelativeTime at={live.updatedAt} format="clock" />; the
            work goes on meanwhile.
          </Banner>
        )}
        <FollowThrough steps={live.followThrough} />
      </div>
    </Card>
  );
}

/** Asks `address` each second while something is open, every ten seconds otherwise, never while nobody looks. */
function useLive(address: string, initial: Shown): { live: Shown; isStale: boolean } {
  const [polled, setPolled] = useState(initial);
  const [failures, setFailures] = useState(0);
  const live = newerOf(polled, initial);
  const isOpen = live.followThrough.some(({ state }) => openStates.includes(state));

  useEffect(() => {
    const abort = new AbortController();
    let isAsking = false;
    async function ask() {
      if (document.hidden || isAsking) return;
      isAsking = true;
      try {
        const response = await fetch(address, { signal: abort.signal, cache: "no-store" });
        if (!response.ok) throw new Error(`the desk answered ${response.status}`);
        const answer: CaseProjection = await response.json();
        setPolled((before) => newerOf(answer, before));
        setFailures(0);
      } catch {
        if (!abort.signal.aborted) setFailures((count) => count + 1);
      } finally {
        isAsking = false;
      }
    }
    const timer = setInterval(ask, isOpen ? busyMs : quietMs);
    document.addEventListener("visibilitychange", ask);
    return () => {
      abort.abort();
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [address, isOpen]);

  return { live, isStale: failures >= staleAfterFailures };
}

// The page may be newer than the last answer, and the last answer newer than the page.
const newerOf = (one: Shown, other: Shown): Shown => (one.updatedAt > other.updatedAt ? one : other);

/** Renders the page anew when its decision or refund is no longer what is so: buttons and sums follow the state. */
function useRefreshWhenOutdated(live: Shown, initial: Shown): void {
  const router = useRouter();
  const isOutdated = live.decision !== initial.decision || live.refund !== initial.refund;
  // Each newer answer asks again, because a replica may still have shown the old state.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    if (isOutdated) router.refresh();
  }, [isOutdated, live.updatedAt, router]);
}
