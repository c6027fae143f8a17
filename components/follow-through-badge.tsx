import type { FollowThroughStep, StepState } from "@/lib/modules/cases/schema";
import { lookOf } from "./states";
import { stepNames, stepWords } from "./step-words";
import type { Tone } from "./ui/tone";

const fills: Readonly<Record<Tone, string>> = {
  neutral: "border-line-strong",
  good: "border-good-solid bg-good-solid",
  waiting: "border-waiting-solid bg-waiting-solid",
  attention: "border-attention-solid bg-attention-solid",
  info: "border-info-solid bg-info-solid",
};

const isPast = (state: StepState): boolean => state === "done" || state === "skipped";

/** How far a decision was followed through: five marks and "3/5". */
export function FollowThroughBadge({ steps }: Readonly<{ steps: readonly FollowThroughStep[] }>) {
  const past = steps.filter(({ state }) => isPast(state)).length;
  const current = steps.find(({ state }) => !isPast(state) && state !== "none");
  const detail = current ? `. ${stepNames[current.step]}: ${stepWords(current.step, current.state)}` : "";
  const words = `Follow-through: ${past} of ${steps.length} steps${detail}`;
  const isStuck = steps.some(({ state }) => state === "attention");

  return (
    <span className="inline-flex items-center gap-1.5" title={words}>
      <span aria-hidden="true" className="inline-flex gap-0.5">
        {steps.map(({ step, state }) => (
          <span
            key={step}
            className={`h-2.5 w-1 rounded-full border ${state === "skipped" ? "border-line-strong bg-line-strong" : fills[lookOf("step", state).tone]}`}
          />
        ))}
      </span>
      <span
        aria-hidden="true"
        className={`text-xs tabular-nums ${isStuck ? "font-medium text-attention" : "text-ink-muted"}`}
      >
        {past}/{steps.length}
      </span>
      <span className="sr-only">{words}</span>
    </span>
  );
}
