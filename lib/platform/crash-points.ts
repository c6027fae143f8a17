import "server-only";
import { env } from "./env";

/** The places between two steps that must both survive a kill. Each has a test that dies there and recovers. */
export type CrashPoint =
  | "after_commit_before_relay"
  | "after_exec_before_cursor"
  | "after_effect_row_before_ack"
  | "before_provider_call"
  | "after_provider_call_before_result";

/** Ends this process without any clean-up when it was told to die at `point`. Does nothing otherwise. */
export function crashPoint(point: CrashPoint): void {
  if (env.MAKEGOOD_CRASH_AT === point) process.kill(process.pid, "SIGKILL");
}
