import type { ServiceLevels } from "@/lib/modules/access/schema";
import { addBusinessHours, type WorkingHours } from "@/lib/platform/business-hours";

type Promised = Readonly<{ sla: ServiceLevels; businessHours: WorkingHours }>;
type Clocks = Readonly<{ firstReplyDueAt: Date | null; nextReplyDueAt: Date | null }>;

/**
 * What is owed once the customer wrote at `now`. A clock that runs already is not put back by writing again.
 * @param firstRepliedAt when we first answered this case, null while we never did
 */
export function clocksAfterCustomer(
  { sla, businessHours }: Promised,
  now: Date,
  running: Clocks & Readonly<{ firstRepliedAt: Date | null }>,
): Clocks {
  if (running.firstRepliedAt === null) {
    const due = running.firstReplyDueAt ?? addBusinessHours(now, sla.firstReplyHours, businessHours);
    return { firstReplyDueAt: due, nextReplyDueAt: null };
  }
  const due = running.nextReplyDueAt ?? addBusinessHours(now, sla.nextReplyHours, businessHours);
  return { firstReplyDueAt: null, nextReplyDueAt: due };
}

/** Nothing is owed any more once we answered at `now`. */
export const clocksAfterReply = (
  now: Date,
  { firstRepliedAt }: Readonly<{ firstRepliedAt: Date | null }>,
): Clocks & Readonly<{ firstRepliedAt: Date }> => ({
  firstReplyDueAt: null,
  nextReplyDueAt: null,
  firstRepliedAt: firstRepliedAt ?? now,
});

/** By when money that was decided at `now` should be with the customer's bank. */
export const refundDue = ({ sla, businessHours }: Promised, now: Date): Date =>
  addBusinessHours(now, sla.refundHours, businessHours);
