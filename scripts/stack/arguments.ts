import { type ParseArgsConfig, parseArgs } from "node:util";

/** What a command was given. `--help` shows how to use it; what it does not know ends it with 2 and the same words. */
export function readArguments<Config extends ParseArgsConfig>(
  usage: string,
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  if (process.argv.slice(2).some((word) => word === "--help" || word === "-h")) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    const [problem = ""] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    process.stderr.write(`${problem.replace(/\.$/, "")}.\n${usage}\n`);
    process.exit(2);
  }
}
