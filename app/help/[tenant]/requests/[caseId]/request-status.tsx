import type { OwnRequestDetail } from "@/lib/modules/portal/queries";
import type { Leg, Step } from "@/lib/modules/portal/status";
import type { PortalPage } from "@/lib/web/portal-page";

type Props = Readonly<{ page: PortalPage; request: OwnRequestDetail }>;

/** Where the request stands: what it means, the way it has come, and where the money is. */
export function RequestStatusCard({ page, request }: Props) {
  const { words, portal } = page;
  const { state, steps, legs } = request.status;
  const { title, text } = words.request.states[state];
  return (
    <section
      aria-labelledby="status"
      aria-live="polite"
      data-status={state}
      className="flex flex-col gap-4 rounded-md border border-line bg-surface p-4"
    >
      <h2 id="status" className="text-xl">
        {title}
      </h2>
      {text && <p>{text}</p>}
      {(state === "denied" || state === "question") && <Reason page={page} request={request} />}
      {request.mergedInto && (
        <a
          className="link inline-flex min-h-11 items-center"
          href={`/help/${portal.slug}/requests/${request.mergedInto.id}`}
        >
          {words.request.mergedInto(request.mergedInto.number)}
        </a>
      )}
      {legs.length > 0 && (
        <ul className="flex flex-col gap-2">
          {legs.map((leg) => (
            <li key={leg.id} data-leg={leg.progress}>
              {legWords(page, leg)}
            </li>
          ))}
        </ul>
      )}
      {steps.length > 1 && (
        <ol aria-label={words.request.statusTitle} className="flex flex-col">
          {steps.map((step) => (
            <StepItem key={step.step} page={page} step={step} />
          ))}
        </ol>
      )}
    </section>
  );
}

/** Amount, way, day and reference of one part of the money, as it really is. */
function legWords({ words, money, date }: PortalPage, leg: Leg): string {
  const facts = {
    amount: money(leg.amountMinor, leg.currency),
    label: leg.label ?? words.request.somewhere,
    date: date(leg.settledAt ?? leg.submittedAt ?? new Date()),
    reference: leg.reference,
  };
  return leg.progress === "paid"
    ? words.request.paid[leg.method](facts)
    : words.request.legs[leg.progress](facts);
}

function Reason({ page: { words }, request }: Props) {
  const denial = request.decisions[0]?.denial;
  if (!denial) return null;
  const { clauses, reason, wouldChange } = denial;
  const isFinal = request.status.state === "denied" && !request.status.mayAppeal && request.status.mayReply;
  return (
    <div className="flex flex-col gap-3">
      <p className="whitespace-pre-wrap break-words">{reason}</p>
      {clauses.length > 0 && (
        <div>
          <h3 className="text-lg">{words.request.denialRules}</h3>
          <ul className="list-disc ps-5">
            {clauses.map(({ id, title, text }) => (
              <li key={id}>
                {title}: {text}
              </li>
            ))}
          </ul>
        </div>
      )}
      {wouldChange.length > 0 && (
        <div>
          <h3 className="text-lg">{words.request.denialChange}</h3>
          <ul className="list-disc ps-5">
            {wouldChange.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      )}
      {isFinal && <p>{words.request.final}</p>}
    </div>
  );
}

const marks: Readonly<Record<Step["state"], string>> = {
  done: "border-good-solid bg-good-solid",
  current: "border-waiting-solid bg-surface",
  upcoming: "border-line-strong bg-surface",
  problem: "border-attention-solid bg-attention-solid",
};

function StepItem({ page: { words, date }, step }: Readonly<{ page: PortalPage; step: Step }>) {
  return (
    <li
      className="flex gap-3 py-1.5"
      aria-current={step.state === "current" ? "step" : undefined}
      data-step={step.step}
    >
      <span
        aria-hidden="true"
        className={`mt-1.5 size-4 shrink-0 rounded-full border-3 ${marks[step.state]}`}
      />
      <span>
        <span className="font-medium">{words.request.steps[step.step]}</span>
        <span className="text-ink-muted">
          {" · "}
          {words.request.stepStates[step.state]}
          {step.at && `, ${date(step.at)}`}
        </span>
      </span>
    </li>
  );
}
