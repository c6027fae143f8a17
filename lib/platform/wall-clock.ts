const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Is `timeZone` one that clocks here know, such as Europe/Berlin? */
export function isTimeZone(timeZone: string): boolean {
  try {
    clockOf(timeZone);
    return true;
  } catch {
    return false;
  }
}

/** What the clock on the wall shows at `instant`, as if it were UTC. */
export const wallTime = (timeZone: string, instant: number): number => instant + offsetAt(timeZone, instant);

export const startOfDay = (wall: number): number => Math.floor(wall / dayMs) * dayMs;

/**
 * When the clock on the wall shows `wall`: the first time where it does so twice, and as much later as the clocks were
 * put forward where it never does.
 */
export function instantOf(timeZone: string, wall: number): number {
  const before = wall - offsetAt(timeZone, wall - dayMs);
  const after = wall - offsetAt(timeZone, wall + dayMs);
  return [before, after].find((instant) => wallTime(timeZone, instant) === wall) ?? before;
}

/** The day on which something ends: until when, in milliseconds, and what a calendar there calls it. */
export type LastDay = Readonly<{ untilMs: number; date: () => string }>;

/**
 * The last of so many days after the one on which `from` lies, by the calendar of `timeZone`. All of it counts.
 * @throws RangeError when the time zone is unknown
 */
export function lastDayAfter(from: Date, days: number, timeZone: string): LastDay {
  const day = startOfDay(wallTime(timeZone, from.getTime())) + days * dayMs;
  return {
    untilMs: instantOf(timeZone, day + dayMs) - 1,
    date: () => new Date(day).toISOString().slice(0, 10),
  };
}

// Clocks are moved on a quarter of an hour, so what holds at its beginning holds for all of it.
const quarterMs = hourMs / 4;
const offsets = new Map<string, Map<number, number>>();
const mostOffsets = 20_000;

/** By how much the clock on the wall is ahead of UTC, in milliseconds. Reading a clock is slow, so it is remembered. */
function offsetAt(timeZone: string, instant: number): number {
  if (timeZone === "UTC") return 0;
  const quarter = Math.floor(instant / quarterMs);
  const known = offsets.get(timeZone) ?? new Map<number, number>();
  if (known.size >= mostOffsets) known.clear();
  offsets.set(timeZone, known);
  const remembered = known.get(quarter);
  if (remembered !== undefined) return remembered;
  const offset = readClock(clockOf(timeZone), quarter * quarterMs) - quarter * quarterMs;
  known.set(quarter, offset);
  return offset;
}

function readClock(clock: Intl.DateTimeFormat, instant: number): number {
  const parts = Object.fromEntries(
    clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "iso8601",
    hourCycle: "h23",
    ...{ year: "numeric", month: "2-digit", day: "2-digit" },
    ...{ hour: "2-digit", minute: "2-digit", second: "2-digit" },
  });
  clocks.set(timeZone, clock);
  return clock;
}
