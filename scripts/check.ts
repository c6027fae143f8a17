import { say } from "./stack/progress";
import { createTestStack, withCleanUp } from "./stack/test-run";
import { createTally, runStaticChecks, runVitest } from "./stack/test-steps";

// The part of the tests that needs no database: a minute instead of ten.
await withCleanUp(async () => {
  const tally = createTally();
  const stack = await createTestStack();
  await runStaticChecks(tally, stack);
  await runVitest(tally, stack, "unit");
  const { passed, failed } = tally.total;
  say(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
});
