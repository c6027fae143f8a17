import { requireVariable, stopOnSignal } from "@/scripts/psp/local-http";
import { startGitHub } from "./github";

const github = await startGitHub(Number(requireVariable("GITHUB_PORT")));
stopOnSignal(github.close);
process.stdout.write(`GitHub stand-in listening on ${github.url}\n`);
