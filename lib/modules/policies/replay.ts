import { canonicalJson } from "@/lib/platform/canonical";
import { engineVersion, evaluate } from "./rules";
import type { PolicyVersion, StoredTrace, Trace } from "./schema";

export type Replay = Readonly<{
  /** Byte for byte, in the one order that both are written in. */
  isSame: boolean;
  again: Trace;
  /** The rules of evaluation that the stored trace was made by, and those of today. */
  madeBy: number;
  replayedBy: number;
}>;

/** Asks again what was asked once, with the facts, the version and the moment that are kept with the decision. */
export function replay({ trace, facts, engine = 1 }: StoredTrace, version: PolicyVersion): Replay {
  const again = evaluate(facts, version, new Date(trace.at));
  return {
    isSame: canonicalJson(again) === canonicalJson(trace),
    again,
    ...{ madeBy: engine, replayedBy: engineVersion },
  };
}
