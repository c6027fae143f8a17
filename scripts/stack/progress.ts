const startedAt = performance.now();
const remindEveryMs = 10_000;

export const say = (line = ""): void => {
  process.stdout.write(`${line}\n`);
};

export const secondsSince = (from: number): string => `${((performance.now() - from) / 1_000).toFixed(1)} s`;

/** Since this process began. */
export const totalSeconds = (): string => secondsSince(startedAt);

/** Does `work` and says what it was and how long it took, and in between that it still goes on. */
export async function showStep(what: string, work: () => Promise<unknown>): Promise<void> {
  const from = performance.now();
  const reminder = setInterval(() => say(`  … ${what}, ${secondsSince(from)}`), remindEveryMs);
  try {
    await work();
    say(`  ✓ ${what} (${secondsSince(from)})`);
  } finally {
    clearInterval(reminder);
  }
}
