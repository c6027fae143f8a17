"use client";

import { useActionState } from "react";
import { FormField, Outcome } from "@/app/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import type { TenantSettings } from "@/lib/modules/access/settings";
import type { ActionResult } from "@/lib/web/action";
import { dayWords, limitWords, majorText, slaWords, timeText } from "./settings-words";

type SettingsFormProps = Readonly<{
  action: (previous: ActionResult, formData: FormData) => Promise<ActionResult>;
  settings: TenantSettings;
  /** Who may be the deputy. */
  deputies: readonly Readonly<{ value: string; label: string }>[];
}>;

/** Everything an admin sets, saved at once. */
export function SettingsForm({ action, settings, deputies }: SettingsFormProps) {
  const [result, submit] = useActionState(action, { status: "idle" });
  const currencies = Object.keys(settings.limits);
  return (
    <form action={submit} aria-label="Limits and hours" className="flex flex-col gap-6">
      <Outcome result={result} fields={fieldNames(currencies)} />
      <input type="hidden" name="version" value={settings.version} />
      {currencies.map((currency) => (
        <LimitFields key={currency} currency={currency} settings={settings} result={result} />
      ))}
      <Hours settings={settings} result={result} />
      <fieldset className="flex flex-col gap-4">
        <legend className="mb-2 font-medium">What customers are promised, in working hours</legend>
        {Object.entries(slaWords).map(([name, label]) => (
          <FormField
            key={name}
            field={{
              ...{ name: `sla.${name}`, label, inputMode: "numeric" },
              defaultValue: String(settings.sla[name as keyof typeof slaWords]),
            }}
            result={result}
          />
        ))}
      </fieldset>
      <fieldset className="flex flex-col gap-4">
        <legend className="mb-2 font-medium">Approvals and payouts</legend>
        <FormField
          field={{
            ...{
              name: "approvalHours",
              label: "Working hours until an approval expires",
              inputMode: "numeric",
            },
            defaultValue: String(settings.approvalHours),
          }}
          result={result}
        />
        <FormField
          field={{
            ...{ name: "holdSeconds", label: "Seconds a payout waits after the yes", inputMode: "numeric" },
            ...{ help: "At most 3,600.", defaultValue: String(settings.holdSeconds) },
          }}
          result={result}
        />
        <FormField
          field={{
            ...{ name: "deputyId", label: "Deputy, told when nobody answers" },
            ...{
              options: [{ value: "", label: "Nobody" }, ...deputies],
              defaultValue: settings.deputyId ?? "",
            },
          }}
          result={result}
        />
        <Check
          name="allowsAutoDeny"
          label="A key may say no by itself"
          isOn={settings.allowsAutoDeny}
          result={result}
        />
      </fieldset>
      <div className="self-start">
        <SubmitButton pendingLabel="Saving…">Save the settings</SubmitButton>
      </div>
    </form>
  );
}

type PartProps = Readonly<{ settings: TenantSettings; result: ActionResult }>;
const limitNames = Object.keys(limitWords) as (keyof typeof limitWords)[];
const fieldNames = (currencies: readonly string[]): string[] => [
  ...currencies.flatMap((currency) => limitNames.map((name) => `limits.${currency}.${name}`)),
  ...["businessHours.timeZone", "businessHours.fromMinute", "businessHours.toMinute"],
  ...["approvalHours", "holdSeconds", "deputyId"],
  ...Object.keys(slaWords).map((name) => `sla.${name}`),
];

function LimitFields({ currency, settings, result }: PartProps & Readonly<{ currency: string }>) {
  return (
    <fieldset>
      <legend className="mb-2 font-medium">Limits in {currency}</legend>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {limitNames.map((name) => (
          <FormField
            key={name}
            field={{
              name: `limits.${currency}.${name}`,
              label: limitWords[name],
              autoComplete: "off",
              defaultValue: majorText(settings.limits[currency]?.[name] ?? 0, currency),
            }}
            result={result}
          />
        ))}
      </div>
    </fieldset>
  );
}

function Hours({ settings, result }: PartProps) {
  const { timeZone, days, fromMinute, toMinute } = settings.businessHours;
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="mb-2 font-medium">When people work</legend>
      <FormField
        field={{ name: "businessHours.timeZone", label: "Time zone", defaultValue: timeZone }}
        result={result}
      />
      <div className="grid grid-cols-2 gap-3">
        <FormField
          field={{ name: "businessHours.fromMinute", label: "From", defaultValue: timeText(fromMinute) }}
          result={result}
        />
        <FormField
          field={{ name: "businessHours.toMinute", label: "To", defaultValue: timeText(toMinute) }}
          result={result}
        />
      </div>
      <div className="flex flex-wrap gap-x-4 gap-y-2">
        {dayWords.map((day, index) => (
          <Check key={day} name={`day.${index}`} label={day} isOn={days.includes(index)} result={result} />
        ))}
      </div>
    </fieldset>
  );
}

type CheckProps = Readonly<{ name: string; label: string; isOn: boolean; result: ActionResult }>;

function Check({ name, label, isOn, result }: CheckProps) {
  const typed = result.status === "failed" ? result.values : undefined;
  return (
    <label className="flex min-h-6 items-center gap-2">
      <input type="checkbox" name={name} defaultChecked={typed ? typed[name] === "on" : isOn} />
      {label}
    </label>
  );
}
