import { moneyWords } from "@/components/money";
import { Facts } from "@/components/ui/facts";
import type { TenantSettings } from "@/lib/modules/access/settings";
import { dayWords, limitWords, slaWords, timeText } from "./settings-words";

type SettingsSummaryProps = Readonly<{
  settings: TenantSettings;
  deputies: readonly Readonly<{ value: string; label: string }>[];
}>;

/** The same for those who may only read it. */
export function SettingsSummary({ settings, deputies }: SettingsSummaryProps) {
  const { businessHours, limits } = settings;
  const days = businessHours.days.map((day) => dayWords[day]).join(", ");
  const hours = `${timeText(businessHours.fromMinute)}–${timeText(businessHours.toMinute)}`;
  const deputy = deputies.find(({ value }) => value === settings.deputyId);
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-muted">Only an admin changes these.</p>
      <Facts
        facts={[
          ...Object.entries(limits).flatMap(([currency, of]) =>
            Object.entries(limitWords).map(([name, words]) => ({
              term: `${words}, ${currency}`,
              detail: moneyWords(of[name as keyof typeof limitWords], currency),
            })),
          ),
          { term: "People work", detail: `${days}, ${hours} ${businessHours.timeZone}` },
          { term: "An approval expires after", detail: `${settings.approvalHours} working hours` },
          ...Object.entries(slaWords).map(([name, term]) => ({
            term,
            detail: `${settings.sla[name as keyof typeof slaWords]} working hours`,
          })),
          { term: "A payout waits", detail: `${settings.holdSeconds} seconds` },
          { term: "A key may say no by itself", detail: settings.allowsAutoDeny ? "Yes" : "No" },
          { term: "Deputy", detail: deputy?.label ?? "Nobody" },
        ]}
      />
    </div>
  );
}
