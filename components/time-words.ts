const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** "now", "5 min", "2 h", "3 d", then the day: "12 Nov", "12 Nov 2025". Future times begin with "in". */
export function relativeWords(at: Date, now: Date, timeZone = "UTC"): string {
  const distanceMs = Math.abs(now.getTime() - at.getTime());
  if (distanceMs < minuteMs) return "now";
  if (distanceMs >= 7 * dayMs) return dayWords(at, now, timeZone);
  const duration =
    distanceMs < hourMs
      ? `${Math.floor(distanceMs / minuteMs)} min`
      : distanceMs < dayMs
        ? `${Math.floor(distanceMs / hourMs)} h`
        : `${Math.floor(distanceMs / dayMs)} d`;
  return at > now ? `in ${duration}` : duration;
}

/** "10:05" today, "12 Nov 10:05" on any other day. */
export function clockWords(at: Date, now: Date, timeZone = "UTC"): string {
  const clock = words(at, "clock", timeZone);
  const isToday = words(at, "dayAndYear", timeZone) === words(now, "dayAndYear", timeZone);
  return isToday ? clock : `${dayWords(at, now, timeZone)} ${clock}`;
}

/** "12 November 2026 at 10:05:31 UTC" */
export const absoluteWords = (at: Date, timeZone = "UTC"): string => words(at, "full", timeZone);

function dayWords(at: Date, now: Date, timeZone: string): string {
  const isThisYear = at.getUTCFullYear() === now.getUTCFullYear();
  return words(at, isThisYear ? "day" : "dayAndYear", timeZone);
}

const styles = {
  clock: { hour: "2-digit", minute: "2-digit" },
  day: { day: "numeric", month: "short" },
  dayAndYear: { day: "numeric", month: "short", year: "numeric" },
  full: { dateStyle: "long", timeStyle: "long" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

type Style = keyof typeof styles;

// Making a format costs far more than using it, and a list that scrolls writes dozens of times in a frame.
const formats = new Map<string, Intl.DateTimeFormat>();

function words(at: Date, style: Style, timeZone: string): string {
  if (timeZone === "UTC") return utcWords[style](at);
  const name = `${style} ${timeZone}`;
  const known = formats.get(name) ?? new Intl.DateTimeFormat("en-GB", { ...styles[style], timeZone });
  formats.set(name, known);
  return known.format(at);
}

const months = [
  ...["January", "February", "March", "April", "May", "June", "July", "August", "September"],
  ...["October", "November", "December"],
];
const shortMonths = months.map((month) => (month === "September" ? "Sept" : month.slice(0, 3)));

/** As `Intl` says it, and without it: to begin with it takes a phone a fifth of a second, while a page waits to be used. */
const utcWords: Readonly<Record<Style, (at: Date) => string>> = {
  clock: (at) => at.toISOString().slice(11, 16),
  day: (at) => `${at.getUTCDate()} ${shortMonths[at.getUTCMonth()]}`,
  dayAndYear: (at) => `${utcWords.day(at)} ${at.getUTCFullYear()}`,
  full: (at) =>
    `${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()} at ${at.toISOString().slice(11, 19)} UTC`,
};
