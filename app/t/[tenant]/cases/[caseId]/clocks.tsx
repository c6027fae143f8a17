import { Clock, MoonStar } from "lucide-react";
import { RelativeTime } from "@/components/relative-time";
import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/tone";
import type { CaseDetail } from "@/lib/modules/cases/schema";

const soonMs = 3_600_000;

type Props = Readonly<{
  found: Pick<
    CaseDetail,
    "conversation" | "snoozedUntil" | "firstReplyDueAt" | "nextReplyDueAt" | "refundDueAt"
  >;
}>;

/** What is owed to the customer, and by when: amber in the last hour, red once it is late. */
export function Clocks({ found }: Props) {
  const now = new Date();
  const owed = [
    { name: "First reply", at: found.firstReplyDueAt },
    { name: "Next reply", at: found.nextReplyDueAt },
    { name: "Refund", at: found.refundDueAt },
  ];
  const isSilent = found.conversation === "merged";
  return (
    <>
      {found.conversation === "snoozed" && found.snoozedUntil && (
        <Badge icon={MoonStar}>
          until <RelativeTime at={found.snoozedUntil} now={now} format="clock" />
        </Badge>
      )}
      {owed.map(
        ({ name, at }) =>
          at &&
          !isSilent && (
            <Badge key={name} icon={Clock} tone={toneOf(at, now)}>
              <span data-clock={name}>
                {name} {at < now ? "late since" : "due"} <RelativeTime at={at} now={now} format="clock" />
              </span>
            </Badge>
          ),
      )}
    </>
  );
}

function toneOf(at: Date, now: Date): Tone {
  const leftMs = at.getTime() - now.getTime();
  if (leftMs < 0) return "attention";
  return leftMs < soonMs ? "waiting" : "neutral";
}
