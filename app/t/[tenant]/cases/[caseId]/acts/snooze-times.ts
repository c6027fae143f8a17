const morningHour = 9;

/** Times people snooze until, in the time of their device, the nearest first. */
export function snoozePresets(now: Date): readonly Readonly<{ label: string; until: Date }>[] {
  const presets = [
    { label: "In three hours", until: new Date(now.getTime() + 3 * 3_600_000) },
    { label: "Tomorrow morning", until: morningIn(now, 1) },
    // 0 is Sunday; on a Monday the next one is meant.
    { label: "Monday morning", until: morningIn(now, (8 - now.getDay()) % 7 || 7) },
    { label: "In a week", until: morningIn(now, 7) },
  ];
  return presets.filter(
    ({ until }, index) => presets.findIndex((other) => other.until.getTime() === until.getTime()) === index,
  );
}

function morningIn(now: Date, days: number): Date {
  const morning = new Date(now);
  morning.setDate(morning.getDate() + days);
  morning.setHours(morningHour, 0, 0, 0);
  return morning;
}

/** A moment as `<input type="datetime-local">` writes it. */
export function localInput(moment: Date): string {
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
