import { say } from "./progress";
import { createStack, type Stack } from "./stack";

const stacks = new Set<Stack>();
let isEnding = false;

/** A stack of the tests' own, of which nothing runs yet. It is stopped when the run is interrupted. */
export async function createTestStack(outside?: Readonly<Record<string, string>>): Promise<Stack> {
  const stack = await createStack({ mode: "test", ...(outside && { outside }) });
  stacks.add(stack);
  return stack;
}

/** Does `work`, and leaves nothing running, however it ends. */
export async function withCleanUp(work: () => Promise<number>): Promise<never> {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void end(130));
  process.once("disconnect", () => void end(130));
  try {
    return await end(await work());
  } catch (error) {
    // Steps that a stop has ended fail, too.
    if (!isEnding) say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return await end(1);
  }
}

async function end(code: number): Promise<never> {
  if (isEnding) return new Promise(() => undefined);
  isEnding = true;
  await Promise.all([...stacks].map((stack) => stack.stop()));
  process.exit(code);
}
