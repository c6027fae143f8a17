import type { ReactNode } from "react";
import type { FollowThroughStep, FollowThroughStepName } from "@/lib/modules/cases/schema";
import { RelativeTime } from "./relative-time";
import { lookOf } from "./states";
import { stepNames, stepWords } from "./step-words";
import { CopyButton } from "./ui/copy-button";
import { softTone, textTone } from "./ui/tone";

type FollowThroughProps = Readonly<{
  steps: readonly FollowThroughStep[];
  /** What a person can do about a step: Retry, Skip … */
  actions?: Partial<Record<FollowThroughStepName, ReactNode>>;
  now?: Date;
  timeZone?: string;
}>;

/** What became of a decision, step by step. Changes are announced. */
export function FollowThrough({
  steps,
  actions = {},
  now = new Date(),
  timeZone = "UTC",
}: FollowThroughProps) {
  return (
    <ol aria-live="polite" className="text-sm">
      {steps.map((step) => (
        <Step key={step.step} step={step} action={actions[step.step]} now={now} timeZone={timeZone} />
      ))}
    </ol>
  );
}

type StepProps = Readonly<{ step: FollowThroughStep; action: ReactNode; now: Date; timeZone: string }>;

function Step({ step, action, now, timeZone }: StepProps) {
  const { tone, icon: Icon } = lookOf("step", step.state);
  return (
    <li
      data-step={step.step}
      data-state={step.state}
      className="group grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-3"
    >
      <div className="flex flex-col items-center" aria-hidden="true">
        <span
          className={`flex size-6 shrink-0 items-center justify-center rounded-full border ${softTone[tone]}`}
        >
          <Icon className="size-3.5" />
        </span>
        <span className="w-px flex-1 bg-line group-last:hidden" />
      </div>
      <div className="min-w-0 pb-4 group-last:pb-0">
        <p className="flex min-h-6 items-center gap-2">
          <span className={`font-medium ${step.state === "none" ? "text-ink-muted" : "text-ink"}`}>
            {stepNames[step.step]}
          </span>
          <span className={textTone[tone]}>{stepWords(step.step, step.state)}</span>
          {step.at && (
            <span className="ms-auto text-xs text-ink-muted">
              <RelativeTime at={step.at} now={now} format="clock" timeZone={timeZone} />
            </span>
          )}
        </p>
        <StepFacts step={step} now={now} timeZone={timeZone} />
        {step.error && <p className={`mt-0.5 ${textTone[tone]}`}>{step.error}</p>}
        {action && <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
      </div>
    </li>
  );
}

function StepFacts({ step, now, timeZone }: Omit<StepProps, "action">) {
  const isRepeated = step.attempts > 1;
  if (!step.by && !step.providerId && !step.nextRetryAt && !isRepeated) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-xs text-ink-muted">
      {step.by && <span>by {step.by}</span>}
      {isRepeated && <span className="tabular-nums">{step.attempts} attempts</span>}
      {step.nextRetryAt && (
        <span>
          next try at <RelativeTime at={step.nextRetryAt} now={now} format="clock" timeZone={timeZone} />
        </span>
      )}
      {step.providerId && (
        <span className="inline-flex min-w-0 items-center gap-0.5">
          <span className="truncate tabular-nums">{step.providerId}</span>
          <CopyButton value={step.providerId} label={`Copy the provider's id of this ${step.step}`} />
        </span>
      )}
    </p>
  );
}
