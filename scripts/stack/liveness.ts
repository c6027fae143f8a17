import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process that can be told apart from a later one with the same number. */
export type Identity = Readonly<{ pid: number; startedAt: string }>;

export const identify = (pid: number): Identity => ({ pid, startedAt: startOf(pid) ?? "" });

/** Whether the very process is still there; a zombie is not. */
export const isAlive = ({ pid, startedAt }: Identity): boolean =>
  startedAt !== "" && startOf(pid) === startedAt;

function startOf(pid: number): string | undefined {
  return process.platform === "linux" ? startInProc(pid) : startFromPs(pid);
}

function startInProc(pid: number): string | undefined {
  try {
    // The program's name may hold spaces and brackets; the fields after its last bracket do not.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    // No such process.
    return undefined;
  }
}

function startFromPs(pid: number): string | undefined {
  const answer = spawnSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" });
  const [state, ...start] = answer.stdout.trim().split(/\s+/);
  return answer.status !== 0 || state?.startsWith("Z") ? undefined : start.join(" ");
}
