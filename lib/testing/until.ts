import { setTimeout as delay } from "node:timers/promises";

const lookEveryMs = 25;

/**
 * Waits until `condition` gives something truthy, and returns it.
 * @throws naming `what`, with the last thing seen, when it does not within `withinMs`
 */
export async function until<Result>(
  what: string,
  condition: () => Result | Promise<Result>,
  // A worker first works off what tests without one have left behind.
  withinMs = 180_000,
): Promise<NonNullable<Result>> {
  const startedAt = performance.now();
  for (;;) {
    const seen = await condition();
    if (seen) return seen as NonNullable<Result>;
    if (performance.now() - startedAt > withinMs) {
      throw new Error(`after ${withinMs} ms still waiting until ${what}; last seen: ${JSON.stringify(seen)}`);
    }
    await delay(lookEveryMs);
  }
}
