/** When people work: `days` are 0 (Sunday) to 6, the minutes count from midnight as clocks in `timeZone` show it. */
export type WorkingHours = Readonly<{
  timeZone: string;
  days: readonly number[];
  fromMinute: number;
  toMinute: number;
}>;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * The moment when `hours` of working time have passed since `from`. Time outside working hours does not count, and an
 * hour is an hour on days when the clocks change, too. What ends with the working day ends at its close.
 * @throws RangeError when nobody ever works, or the time zone is unknown
 */
export function addBusinessHours(from: Date, hours: number, working: WorkingHours): Date {
  if (!isWorkable(working)) throw new RangeError("working hours need a day and a span of time");
  const clock = clockOf(working.timeZone);
  let leftMs = hours * hourMs;
  // The day before can reach into this one where midnight itself was moved.
  for (let day = startOfDay(wallTime(clock, from.getTime())) - dayMs; ; day += dayMs) {
    if (!working.days.includes(new Date(day).getUTCDay())) continue;
    const opens = Math.max(from.getTime(), instantOf(clock, day + working.fromMinute * minuteMs));
    const openMs = instantOf(clock, day + working.toMinute * minuteMs) - opens;
    if (openMs <= 0) continue;
    if (leftMs <= openMs) return new Date(opens + leftMs);
    leftMs -= openMs;
  }
}

/** Is `timeZone` one that clocks here know, such as Europe/Berlin? */
export function isTimeZone(timeZone: string): boolean {
  try {
    clockOf(timeZone);
    return true;
  } catch {
    return false;
  }
}

const isWorkable = ({ days, fromMinute, toMinute }: WorkingHours): boolean =>
  days.some((day) => day >= 0 && day <= 6) && toMinute > fromMinute;

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "iso8601",
    hourCycle: "h23",
    ...{
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    },
  });
  clocks.set(timeZone, clock);
  return clock;
}

/** What the clock on the wall shows at `instant`, as if it were UTC. */
function wallTime(clock: Intl.DateTimeFormat, instant: number): number {
  const parts = Object.fromEntries(
    clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const milliseconds = ((instant % 1_000) + 1_000) % 1_000;
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
}

const startOfDay = (wall: number): number => Math.floor(wall / dayMs) * dayMs;

/**
 * When the clock on the wall shows `wall`: the first time where it does so twice, and as much later as the clocks were
 * put forward where it never does.
 */
function instantOf(clock: Intl.DateTimeFormat, wall: number): number {
  const before = wall - (wallTime(clock, wall - dayMs) - (wall - dayMs));
  const after = wall - (wallTime(clock, wall + dayMs) - (wall + dayMs));
  return [before, after].find((instant) => wallTime(clock, instant) === wall) ?? before;
}
