import { ActionForm, RowActionForm } from "@/app/action-form";
import { Card } from "@/components/ui/card";
import type { PlacedSwitch } from "@/lib/modules/access/kill-switches";
import { mayResumePayouts, mayStopPayouts } from "@/lib/modules/access/policy";
import type { MemberActor } from "@/lib/platform/actor";
import { resumePayoutsAction, stopPayoutsAction } from "./actions";

type PayoutsCardProps = Readonly<{
  actor: MemberActor;
  slug: string;
  switches: readonly PlacedSwitch[];
  keys: readonly Readonly<{ id: string; name: string }>[];
}>;

/** What is stopped now, by whom and why, and the switch itself. */
export function PayoutsCard({ actor, slug, switches, keys }: PayoutsCardProps) {
  return (
    <Card title="Stop payouts">
      <div className="flex flex-col gap-4">
        {switches.map((placed) => (
          <div
            key={placed.id}
            className="flex flex-wrap items-center justify-between gap-2"
            data-switch={placed.id}
          >
            <p className="min-w-0 break-words">
              <strong>
                {placed.keyId ? `The key ${placed.keyName ?? ""} is stopped` : "All payouts are stopped"}
              </strong>{" "}
              by {placed.placedByName}: {placed.reason}
            </p>
            {mayResumePayouts(actor, placed) ? (
              <RowActionForm
                label={placed.keyId ? `Lift the stop of ${placed.keyName ?? "the key"}` : "Lift the stop"}
                action={resumePayoutsAction.bind(null, slug)}
                hidden={{ switchId: placed.id }}
                submitLabel="Let payouts go on"
                pendingLabel="Lifting…"
              />
            ) : (
              <p className="text-ink-muted">Finance, an admin or the lead who stopped it lifts it.</p>
            )}
          </div>
        ))}
        {mayStopPayouts(actor) ? (
          <ActionForm
            label="Stop payouts"
            action={stopPayoutsAction.bind(null, slug)}
            fields={[
              {
                name: "keyId",
                label: "What stops",
                options: [
                  { value: "", label: "All payouts" },
                  ...keys.map(({ id, name }) => ({ value: id, label: `The key ${name}` })),
                ],
              },
              { name: "reason", label: "Why, in a sentence", autoComplete: "off" },
            ]}
            submitLabel="Stop them now"
            pendingLabel="Stopping…"
            variant="danger"
            isWide={false}
          />
        ) : (
          <p className="text-ink-muted">A lead, finance or an admin can stop payouts.</p>
        )}
      </div>
    </Card>
  );
}
