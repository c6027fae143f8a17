import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addBusinessHours, type WorkingHours } from "./business-hours";
import { isTimeZone, lastDayAfter } from "./wall-clock";

const berlin: WorkingHours = {
  timeZone: "Europe/Berlin",
  days: [1, 2, 3, 4, 5],
  fromMinute: 540,
  toMinute: 1_020,
};
const always = (timeZone: string): WorkingHours => ({
  timeZone,
  days: [0, 1, 2, 3, 4, 5, 6],
  fromMinute: 0,
  toMinute: 1_440,
});
const add = (from: string, hours: number, working = berlin) =>
  addBusinessHours(new Date(from), hours, working).toISOString();

// 2026: 2 March is a Monday. Berlin is UTC+1, from 29 March to 25 October UTC+2.
it.each([
  ["within a day", "2026-03-02T09:00:00+01:00", 2, "2026-03-02T10:00:00.000Z"],
  ["to the close, not to the next opening", "2026-03-02T09:00:00+01:00", 8, "2026-03-02T16:00:00.000Z"],
  ["over a night", "2026-03-02T16:00:00+01:00", 2, "2026-03-03T09:00:00.000Z"],
  ["over a weekend", "2026-03-06T16:30:00+01:00", 1, "2026-03-09T08:30:00.000Z"],
  ["three days", "2026-03-05T12:00:00+01:00", 24, "2026-03-10T11:00:00.000Z"],
  ["from before the opening", "2026-03-02T03:00:00+01:00", 1, "2026-03-02T09:00:00.000Z"],
  ["from after the close", "2026-03-02T20:00:00+01:00", 1, "2026-03-03T09:00:00.000Z"],
  ["from a Saturday", "2026-03-07T12:00:00+01:00", 1, "2026-03-09T09:00:00.000Z"],
  ["from the close itself", "2026-03-06T17:00:00+01:00", 1, "2026-03-09T09:00:00.000Z"],
  ["over the day the clocks go forward", "2026-03-27T16:00:00+01:00", 2, "2026-03-30T08:00:00.000Z"],
  ["over the day the clocks go back", "2026-10-23T16:00:00+02:00", 2, "2026-10-26T09:00:00.000Z"],
  [
    "of no hours, to the next moment somebody works",
    "2026-03-07T12:00:00+01:00",
    0,
    "2026-03-09T08:00:00.000Z",
  ],
  ["half an approval's time", "2026-03-02T09:00:00+01:00", 12, "2026-03-03T12:00:00.000Z"],
])("adds working time %s", (_, from, hours, expected) => {
  expect(add(from, hours)).toBe(expected);
});

it("counts by the shop's own clock, wherever the server stands", () => {
  const from = "2026-03-01T23:30:00Z";
  expect(add(from, 1, { ...berlin, timeZone: "Asia/Tokyo" })).toBe("2026-03-02T01:00:00.000Z");
  expect(add(from, 1, { ...berlin, timeZone: "America/New_York" })).toBe("2026-03-02T15:00:00.000Z");
  expect(add(from, 1, { ...berlin, timeZone: "Asia/Kathmandu" })).toBe("2026-03-02T04:15:00.000Z");
});

it("counts an hour as an hour on the days when the clocks change", () => {
  // 23 hours and 25 hours long: whoever works around the clock works that much.
  expect(add("2026-03-29T00:00:00+01:00", 24, always("Europe/Berlin"))).toBe("2026-03-29T23:00:00.000Z");
  expect(add("2026-10-25T00:00:00+02:00", 24, always("Europe/Berlin"))).toBe("2026-10-25T22:00:00.000Z");
});

it("opens at the first of two equal times, and later where the time of opening does not exist", () => {
  const night = { ...always("Europe/Berlin"), fromMinute: 150, toMinute: 360 };
  expect(add("2026-10-24T22:00:00Z", 0, night)).toBe("2026-10-25T00:30:00.000Z");
  expect(add("2026-03-28T23:00:00Z", 0, night)).toBe("2026-03-29T01:30:00.000Z");
});

it("opens by the clock of that day, on the very days when it changes", () => {
  const sundays = { ...berlin, days: [0] };
  expect(add("2026-10-25T00:00:00Z", 1, sundays)).toBe("2026-10-25T09:00:00.000Z");
  expect(add("2026-03-29T00:00:00Z", 1, sundays)).toBe("2026-03-29T08:00:00.000Z");
});

it("passes a day that a country left out", () => {
  // Samoa went from Thursday 29 to Saturday 31 December 2011.
  const samoa = { ...berlin, timeZone: "Pacific/Apia", days: [4, 5, 6] };
  expect(add("2011-12-30T02:00:00Z", 2, samoa)).toBe("2011-12-30T20:00:00.000Z");
});

it("is the time that passed, where somebody always works: for every zone, start and length", () => {
  const zones = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"];
  const minuteOf2026 = fc.integer({ min: 0, max: 365 * 24 * 60 });
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      minuteOf2026,
      fc.integer({ min: 1, max: 400 }),
      (zone, minute, hours) => {
        const from = new Date(Date.UTC(2026, 0, 1, 0, minute));
        const passed = addBusinessHours(from, hours, always(zone)).getTime() - from.getTime();
        expect(passed).toBe(hours * 3_600_000);
      },
    ),
    { numRuns: 500 },
  );
});

it("reaches the same moment in two steps as in one", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 525_600 }), fc.integer({ min: 1, max: 100 }), (minute, hours) => {
      const from = new Date(Date.UTC(2026, 0, 1, 0, minute));
      const half = addBusinessHours(from, hours / 2, berlin);
      expect(addBusinessHours(half, hours / 2, berlin)).toEqual(addBusinessHours(from, hours, berlin));
    }),
    { numRuns: 300 },
  );
});

it("refuses hours in which nobody ever works, and zones that no clock knows", () => {
  expect(() => add("2026-03-02T09:00:00Z", 1, { ...berlin, days: [] })).toThrow(RangeError);
  expect(() => add("2026-03-02T09:00:00Z", 1, { ...berlin, toMinute: 540 })).toThrow(RangeError);
  expect(() => add("2026-03-02T09:00:00Z", 1, { ...berlin, timeZone: "Mars/Olympus" })).toThrow(RangeError);
  expect([isTimeZone("Europe/Berlin"), isTimeZone("Mars/Olympus"), isTimeZone("")]).toEqual([
    true,
    false,
    false,
  ]);
});

describe("the last day of a time limit", () => {
  const lastOf = (from: string, days: number, timeZone: string) => {
    const { untilMs, date } = lastDayAfter(new Date(from), days, timeZone);
    return [date(), new Date(untilMs).toISOString()];
  };

  it("counts to its end, by the calendar of the shop", () => {
    expect(lastOf("2026-06-10T12:00:00Z", 14, "UTC")).toEqual(["2026-06-24", "2026-06-24T23:59:59.999Z"]);
    expect(lastOf("2026-06-10T12:00:00Z", 14, "Europe/Berlin")).toEqual([
      "2026-06-24",
      "2026-06-24T21:59:59.999Z",
    ]);
    // In Berlin it is the eleventh already.
    expect(lastOf("2026-06-10T22:30:00Z", 0, "Europe/Berlin")).toEqual([
      "2026-06-11",
      "2026-06-11T21:59:59.999Z",
    ]);
    expect(lastOf("2026-06-10T01:00:00Z", 1, "America/New_York")).toEqual([
      "2026-06-10",
      "2026-06-11T03:59:59.999Z",
    ]);
  });

  it("is an hour shorter or longer when the clocks change", () => {
    expect(lastOf("2026-10-24T10:00:00Z", 1, "Europe/Berlin")).toEqual([
      "2026-10-25",
      "2026-10-25T22:59:59.999Z",
    ]);
    expect(lastOf("2026-03-28T10:00:00Z", 1, "Europe/Berlin")).toEqual([
      "2026-03-29",
      "2026-03-29T21:59:59.999Z",
    ]);
  });
});
