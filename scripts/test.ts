import { build } from "./stack/build";
import { say } from "./stack/progress";
import { type Stack, surroundingParts } from "./stack/stack";
import { createTestStack, withCleanUp } from "./stack/test-run";
import {
  createTally,
  runAdvisors,
  runDatabaseLint,
  runPlaywright,
  runStaticChecks,
  runVitest,
  type Tally,
} from "./stack/test-steps";

// Parts of the paths of the tests to run, as in `npm test -- modules/cases e2e/inbox`. Without any: everything.
const only = process.argv.slice(2);
const inBrowser = only.filter((path) => path.includes("e2e/"));
const inCode = only.filter((path) => !path.includes("e2e/"));

await withCleanUp(async () => {
  const tally = createTally();
  if (only.length === 0 || inCode.length > 0) await runCode(tally);
  if (only.length === 0 || inBrowser.length > 0) await runBrowser(tally);
  const { passed, failed } = tally.total;
  say(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
});

/** Everything below the browser. The integration tests start and kill the worker themselves. */
async function runCode(tally: Tally): Promise<void> {
  const stack = await createTestStack();
  if (only.length === 0) await runStaticChecks(tally, stack);
  await runVitest(tally, stack, "unit", ...inCode);
  if (await tally.attempt("stack", () => stack.start(surroundingParts))) {
    if (only.length === 0) await runAdvisors(tally, stack);
    if (only.length === 0) await runDatabaseLint(tally, stack);
    await runVitest(tally, stack, "integration", ...inCode);
  }
  await stack.stop();
}

/** The whole desk with the demo data, fresh, so that nothing an earlier test did shows up. */
async function runBrowser(tally: Tally): Promise<void> {
  const stack = await createTestStack();
  if (await startDesk(tally, stack)) await runPlaywright(tally, stack, ...inBrowser);
  await stack.stop();
}

async function startDesk(tally: Tally, stack: Stack): Promise<boolean> {
  const isBuilt = await tally.check("build", () => build(stack));
  if (!isBuilt) return false;
  return tally.attempt("desk", async () => {
    await stack.start([...surroundingParts, "seed"]);
    await stack.start(["worker", "web"]);
  });
}
