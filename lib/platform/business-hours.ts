import { instantOf, startOfDay, wallTime } from "./wall-clock";

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
  const { timeZone } = working;
  let leftMs = hours * hourMs;
  // The day before can reach into this one where midnight itself was moved.
  for (let day = startOfDay(wallTime(timeZone, from.getTime())) - dayMs; ; day += dayMs) {
    if (!working.days.includes(new Date(day).getUTCDay())) continue;
    const opens = Math.max(from.getTime(), instantOf(timeZone, day + working.fromMinute * minuteMs));
    const openMs = instantOf(timeZone, day + working.toMinute * minuteMs) - opens;
    if (openMs <= 0) continue;
    if (leftMs <= openMs) return new Date(opens + leftMs);
    leftMs -= openMs;
  }
}

const isWorkable = ({ days, fromMinute, toMinute }: WorkingHours): boolean =>
  days.some((day) => day >= 0 && day <= 6) && toMinute > fromMinute;
