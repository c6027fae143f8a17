import { Timer } from "lucide-react";
import { absoluteWords } from "./time-words";
import { type Tone, textTone } from "./ui/tone";

const minuteMs = 60_000;

/** How long until something is owed, or how long it is late: amber within the hour, red afterwards. */
export function SlaClock({ dueAt, now }: Readonly<{ dueAt: Date; now: Date }>) {
  const leftMs = dueAt.getTime() - now.getTime();
  const tone: Tone = leftMs <= 0 ? "attention" : leftMs <= 60 * minuteMs ? "waiting" : "neutral";
  const words = leftMs <= 0 ? `${durationWords(-leftMs)} late` : durationWords(leftMs);
  return (
    <time
      dateTime={dueAt.toISOString()}
      title={`Due ${absoluteWords(dueAt)}`}
      // The browser's clock goes on where the server's words were written.
      suppressHydrationWarning
      className={`inline-flex items-baseline gap-0.5 whitespace-nowrap tabular-nums ${textTone[tone]}`}
    >
      <Timer aria-hidden="true" className="size-3 shrink-0 self-center" />
      <span className="sr-only">Due: </span>
      {words}
    </time>
  );
}

function durationWords(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / minuteMs));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}
