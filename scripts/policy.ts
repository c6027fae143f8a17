import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { compareWithPast } from "./policy/backtest";
import { evaluateLine } from "./policy/evaluate";
import { replayDecision } from "./policy/replay";
import { readShops } from "./seed/shops";
import { readArguments } from "./stack/arguments";

// Asks the policy of the seeded demo without a running desk, or a draft about the decisions of the running one, or a
// decision's own policy again. Ends with 0 when every line had an answer and a replay was the same, with 1 when one had
// none or was another, with 2 when nothing could be said.
const usage = `npm run policy -- evaluate [--tenant <slug>] [--file <lines.jsonl>|-]
npm run policy -- backtest --tenant <slug> (--document <file.json> | --template <name>) [--from <moment>] [--to <moment>]
npm run policy -- replay --decision <id>`;

try {
  await main();
} catch (error) {
  const { code = "" } = error as { code?: string };
  if (/^(ECONN|CONNECT|ENOTFOUND|ETIMEDOUT)/.test(code)) {
    fail("The database does not answer: start the desk first (npm start).");
  }
  fail(error instanceof Error ? error.message : String(error));
}

async function main(): Promise<void> {
  const text = { type: "string" } as const;
  const { values, positionals } = readArguments(usage, {
    allowPositionals: true,
    options: {
      ...{ tenant: text, file: text, document: text, template: text, from: text, to: text },
      decision: text,
    },
  });
  const [command, stray] = positionals;
  if (command === "evaluate" && (stray === undefined || stray === "-")) return evaluateFile(values);
  if (command === "backtest" && stray === undefined && values.tenant) {
    const lines = await compareWithPast({ ...values, tenant: values.tenant });
    process.stdout.write(`${lines.join("\n")}\n`);
    return;
  }
  if (command === "replay" && stray === undefined && values.decision) {
    const { isSame, lines } = await replayDecision(values.decision);
    process.stdout.write(`${lines.join("\n")}\n`);
    process.exitCode = isSame ? 0 : 1;
    return;
  }
  fail(usage);
}

async function evaluateFile({
  tenant = "tau-retail",
  file = "-",
}: Readonly<{ tenant?: string | undefined; file?: string | undefined }>): Promise<void> {
  const shop = readShops().find(({ slug }) => slug === tenant);
  if (!shop) fail(`The demo has no tenant ${tenant}.`);
  const input = file === "-" ? process.stdin : createReadStream(file);
  // A file that cannot be opened says so here; the lines of a broken stream would simply end.
  const broken = new Promise<never>((_, reject) => input.once("error", reject));
  const now = new Date();
  const answerAll = async () => {
    let line = 0;
    for await (const body of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      line += 1;
      // What some editors put before the first line is no part of it.
      const text = line === 1 ? body.replace(/^\uFEFF/, "") : body;
      if (text.trim() === "") continue;
      const answer = evaluateLine(shop, text, { line, now });
      if ("error" in answer) process.exitCode = 1;
      if (!process.stdout.write(`${JSON.stringify(answer)}\n`)) {
        await new Promise((resolve) => process.stdout.once("drain", resolve));
      }
    }
  };
  await Promise.race([answerAll(), broken]);
}

function fail(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(2);
}
