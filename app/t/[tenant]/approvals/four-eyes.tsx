import { CircleCheck, CircleDashed } from "lucide-react";
import { RelativeTime } from "@/components/relative-time";
import type { ApprovalCard } from "@/lib/modules/decisions/approval-schema";

const roleWords = { lead: "A lead or finance", finance: "Finance" } as const;

/** A place for everybody who has to say yes: who did, and who still has to. */
export function FourEyes({ card: { approval } }: Readonly<{ card: ApprovalCard }>) {
  const { votes, requiredVotes, requiredRole, expiresAt } = approval;
  const open = Math.max(0, requiredVotes - votes.length);
  const hasFinance = votes.some(({ role }) => role === "finance");
  return (
    <section
      aria-label="Who has to approve"
      className="rounded-md border border-line bg-surface px-4 py-3 text-sm"
    >
      <ul className="flex flex-col gap-1.5">
        {votes.map(({ memberId, memberName }, index) => (
          <li key={memberId} className="flex items-center gap-2">
            <CircleCheck aria-hidden="true" className="size-4 text-good" />
            <span>
              {index + 1} of {requiredVotes}: {memberName} <span aria-hidden="true">✓</span>
              <span className="sr-only">approved</span>
            </span>
          </li>
        ))}
        {Array.from({ length: open }, (_, index) => votes.length + index + 1).map((place) => (
          <li key={place} className="flex items-center gap-2 text-ink-muted">
            <CircleDashed aria-hidden="true" className="size-4" />
            {place} of {requiredVotes}:{" "}
            {place === requiredVotes && !hasFinance ? roleWords[requiredRole] : roleWords.lead} has to approve
          </li>
        ))}
      </ul>
      <p className="mt-2 text-xs text-ink-muted">
        Expires <RelativeTime at={expiresAt} />. Nothing is paid then, and the proposer is told.
      </p>
    </section>
  );
}
