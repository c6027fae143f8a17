import { absoluteWords, clockWords, relativeWords } from "./time-words";

type RelativeTimeProps = Readonly<{
  at: Date | string;
  /** What "now" means; a list passes one moment for all its rows. */
  now?: Date;
  /** `clock` says the hour, for chains of steps and audits. */
  format?: "relative" | "clock";
  timeZone?: string;
}>;

/** A moment in a word, with the whole truth on hover. */
export function RelativeTime({
  at,
  now = new Date(),
  format = "relative",
  timeZone = "UTC",
}: RelativeTimeProps) {
  const moment = new Date(at);
  return (
    // The browser's "now" is later than the server's; the server's words stand until the next answer.
    <time
      dateTime={moment.toISOString()}
      title={absoluteWords(moment, timeZone)}
      suppressHydrationWarning
      className="whitespace-nowrap tabular-nums"
    >
      {format === "clock" ? clockWords(moment, now, timeZone) : relativeWords(moment, now, timeZone)}
    </time>
  );
}
