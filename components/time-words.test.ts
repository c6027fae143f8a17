import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { absoluteWords, clockWords, relativeWords } from "./time-words";

const moments = fc.date({
  min: new Date("1990-01-01T00:00:00Z"),
  max: new Date("2100-01-01T00:00:00Z"),
  noInvalidDate: true,
});
const inUtc = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
const full = inUtc({ dateStyle: "long", timeStyle: "long" });
const clock = inUtc({ hour: "2-digit", minute: "2-digit" });
const day = inUtc({ day: "numeric", month: "short" });
const dayAndYear = inUtc({ day: "numeric", month: "short", year: "numeric" });

describe("a moment in words", () => {
  it("is said as Intl says it", () => {
    fc.assert(
      fc.property(moments, moments, (at, now) => {
        expect(absoluteWords(at)).toBe(full.format(at));
        const isToday = dayAndYear.format(at) === dayAndYear.format(now);
        const isThisYear = at.getUTCFullYear() === now.getUTCFullYear();
        const date = (isThisYear ? day : dayAndYear).format(at);
        expect(clockWords(at, now)).toBe(isToday ? clock.format(at) : `${date} ${clock.format(at)}`);
      }),
    );
  });

  it.each([
    ["2026-11-12T10:05:31Z", "2026-11-12T10:06:00Z", "now", "10:05"],
    ["2026-11-12T10:05:31Z", "2026-11-12T12:06:00Z", "2 h", "10:05"],
    ["2026-09-02T10:05:31Z", "2026-11-12T12:06:00Z", "2 Sept", "2 Sept 10:05"],
    ["2025-12-31T23:59:59Z", "2026-01-09T00:00:00Z", "31 Dec 2025", "31 Dec 2025 23:59"],
  ])("%s, seen at %s, is %s, or on a clock %s", (at, now, relative, onClock) => {
    expect(relativeWords(new Date(at), new Date(now))).toBe(relative);
    expect(clockWords(new Date(at), new Date(now))).toBe(onClock);
  });

  it("is that of the reader's time zone where one is named", () => {
    const [at, now] = [new Date("2026-12-31T23:30:00Z"), new Date("2027-01-01T00:10:00Z")];
    expect(clockWords(at, now, "Europe/Berlin")).toBe("00:30");
    expect(absoluteWords(at, "Europe/Berlin")).toBe("1 January 2027 at 00:30:00 CET");
  });
});
