import { describe, expect, it } from "vitest";
import { defaultServiceLevels } from "@/lib/modules/access/schema";
import { clocksAfterCustomer, refundDue } from "./sla";

const businessHours = { timeZone: "UTC", days: [1, 2, 3, 4, 5], fromMinute: 9 * 60, toMinute: 17 * 60 };
const promised = { sla: defaultServiceLevels, businessHours };
const fridayAtFour = new Date("2026-01-09T16:00:00Z");
const never = { firstReplyDueAt: null, nextReplyDueAt: null, firstRepliedAt: null };

describe("what is owed to a customer", () => {
  it("owes the first answer in working hours, over the weekend", () => {
    expect(clocksAfterCustomer(promised, fridayAtFour, never)).toEqual({
      firstReplyDueAt: new Date("2026-01-12T12:00:00Z"),
      nextReplyDueAt: null,
    });
  });

  it("does not put a running clock back when the customer writes again", () => {
    const running = { ...never, firstReplyDueAt: new Date("2026-01-09T16:30:00Z") };
    expect(clocksAfterCustomer(promised, fridayAtFour, running).firstReplyDueAt).toEqual(
      running.firstReplyDueAt,
    );
  });

  it("owes the next answer once the first was given", () => {
    const answered = { ...never, firstRepliedAt: new Date("2026-01-09T10:00:00Z") };
    expect(clocksAfterCustomer(promised, fridayAtFour, answered)).toEqual({
      firstReplyDueAt: null,
      nextReplyDueAt: new Date("2026-01-12T16:00:00Z"),
    });
  });

  it("owes decided money within a working week", () => {
    expect(refundDue(promised, fridayAtFour)).toEqual(new Date("2026-01-16T16:00:00Z"));
  });
});
