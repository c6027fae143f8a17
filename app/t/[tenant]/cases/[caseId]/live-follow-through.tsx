"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useLive, useLiveCase } from "@/app/t/[tenant]/live";
import { FollowThrough } from "@/components/follow-through";
import { FollowThroughBadge } from "@/components/follow-through-badge";
import { RelativeTime } from "@/components/relative-time";
import { Banner } from "@/components/ui/banner";
import { Card } from "@/components/ui/card";
import type { CaseProjection, StepState } from "@/lib/modules/cases/schema";

/** What the server knew when it made the page; the rest arrives by asking again. */
type Shown = Pick<CaseProjection, "decision" | "refund" | "followThrough" | "updatedAt">;

type Props = Readonly<{ caseId: string; initial: Shown }>;

const openStates: readonly StepState[] = ["waiting", "running", "retrying", "unknown"];

/** The follow-through of a case, kept up to date while somebody looks at it. */
export function LiveFollowThrough({ caseId, initial }: Props) {
  const heard = useLive();
  const live = heard.caseId === caseId && heard.projection ? newerOf(heard.projection, initial) : initial;
  useLiveCase(
    caseId,
    live.followThrough.some(({ state }) => openStates.includes(state)),
  );
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
        {heard.isStale && (
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
