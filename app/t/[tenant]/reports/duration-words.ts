const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** `5400` → "1 h 30 min"; the two largest parts. A dash where nothing was measured. */
export function durationWords(seconds: number | null): string {
  if (seconds === null) return "–";
  if (seconds < minute) return `${Math.round(seconds)} s`;
  if (seconds < hour) return `${Math.floor(seconds / minute)} min`;
  if (seconds < day)
    return join(Math.floor(seconds / hour), "h", Math.floor((seconds % hour) / minute), "min");
  return join(Math.floor(seconds / day), "d", Math.floor((seconds % day) / hour), "h");
}

const join = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  `${large} ${largeUnit}${small > 0 ? ` ${small} ${smallUnit}` : ""}`;

/** `3` of `8` → "38 %"; a dash of nothing. */
export const shareWords = (part: number, whole: number): string =>
  whole === 0 ? "–" : `${Math.round((part / whole) * 100)} %`;
