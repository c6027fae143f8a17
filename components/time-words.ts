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

// Making a format costs far more than using it, and a list that scrolls writes dozens of times in a frame.
const formats = new Map<string, Intl.DateTimeFormat>();

function words(at: Date, options: Intl.DateTimeFormatOptions): string {
  const name = JSON.stringify(options);
  const known = formats.get(name) ?? new Intl.DateTimeFormat("en-GB", options);
  formats.set(name, known);
  return known.format(at);
}

/** "10:05" today, "12 Nov 10:05" on any other day. */
export function clockWords(at: Date, now: Date, timeZone = "UTC"): string {
  const clock = words(at, { hour: "2-digit", minute: "2-digit", timeZone });
  const isToday =
    words(at, { dateStyle: "short", timeZone }) === words(now, { dateStyle: "short", timeZone });
  return isToday ? clock : `${dayWords(at, now, timeZone)} ${clock}`;
}

/** "12 November 2026 at 10:05:31 UTC" */
export const absoluteWords = (at: Date, timeZone = "UTC"): string =>
  words(at, { dateStyle: "long", timeStyle: "long", timeZone });

function dayWords(at: Date, now: Date, timeZone: string): string {
  const isThisYear = at.getUTCFullYear() === now.getUTCFullYear();
  return words(at, {
    day: "numeric",
    month: "short",
    ...(!isThisYear && { year: "numeric" }),
    timeZone,
  });
}
