import { ActionForm, RowActionForm } from "@/app/action-form";
import { drillModes, drillWords } from "@/lib/modules/onboarding/schema";
import { addSamplesAction, startDrillAction, startOverAction } from "./actions";

/** Samples to decide, and failures to cause and to watch. */
export function SandboxPart({ slug, isSimulated }: Readonly<{ slug: string; isSimulated: boolean }>) {
  if (!isSimulated) {
    return (
      <p>
        Real money moves here, so there are no drills. Run them in an installation with the payment simulator.
      </p>
    );
  }
  return (
    <>
      <p>Nothing here moves real money. Samples are orders of the last days, paid at the simulator.</p>
      <RowActionForm
        label="Add samples"
        action={addSamplesAction.bind(null, slug)}
        submitLabel="Add six sample orders"
        pendingLabel="Adding…"
      />
      <ActionForm
        label="Failure drill"
        action={startDrillAction.bind(null, slug)}
        fields={[
          {
            name: "mode",
            label: "What shall go wrong?",
            options: drillModes.map((mode) => ({ value: mode, label: drillWords[mode].label })),
          },
        ]}
        submitLabel="Start the drill"
        pendingLabel="Preparing…"
        isWide={false}
      >
        <ul className="flex list-disc flex-col gap-1 pl-4 text-xs text-ink-muted">
          {drillModes.map((mode) => (
            <li key={mode}>
              <strong className="font-medium text-ink">{drillWords[mode].label}:</strong>{" "}
              {drillWords[mode].outcome}
            </li>
          ))}
        </ul>
      </ActionForm>
      <p className="text-ink-muted">
        A drill opens a case with a payment of its own. Refund it, and watch its follow-through recover.
      </p>
      <RowActionForm
        label="Start over"
        action={startOverAction.bind(null, slug)}
        submitLabel="Start over with fresh samples"
        pendingLabel="Starting over…"
      />
      <p className="text-xs text-ink-muted">
        Starting over puts the cases of samples and drills away, withdraws what waits, and pays at the
        simulator what a drill let fail. Records of money and the log stay.
      </p>
    </>
  );
}
