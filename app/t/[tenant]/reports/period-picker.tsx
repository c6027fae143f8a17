import Form from "next/form";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { lastDays, type Period, presets } from "@/lib/modules/reports/schema";
import { isPreset, reportHref } from "./report-href";

type PickerProps = Readonly<{
  slug: string;
  period: Period;
  currencies: readonly string[];
  currency: string;
}>;

const chip =
  "inline-flex h-8 items-center rounded-md px-2.5 text-xs font-medium text-ink-muted transition-colors hover:bg-hover aria-[current]:bg-selected aria-[current]:text-ink pointer-coarse:h-11";

/** Which days, and which currency. */
export function PeriodPicker({ slug, period, currencies, currency }: PickerProps) {
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-3 border-b border-line px-4 py-3">
      <nav aria-label="Period" className="flex gap-0.5">
        {presets.map((days) => (
          <Link
            key={days}
            href={reportHref(slug, lastDays(days), currency)}
            prefetch={false}
            aria-current={isPreset(period, days) ? "true" : undefined}
            className={chip}
          >
            {days} days
          </Link>
        ))}
      </nav>
      <Form
        key={`${period.from}-${period.to}`}
        action={`/t/${slug}/reports`}
        prefetch={false}
        aria-label="Days"
        className="flex flex-wrap items-end gap-2"
      >
        <input type="hidden" name="currency" value={currency} />
        <Field label="From">
          {(control) => <Input {...control} type="date" name="from" defaultValue={period.from} required />}
        </Field>
        <Field label="To">
          {(control) => <Input {...control} type="date" name="to" defaultValue={period.to} required />}
        </Field>
        <Button type="submit">Show</Button>
      </Form>
      {currencies.length > 1 && (
        <nav aria-label="Currency" className="flex gap-0.5">
          {currencies.map((code) => (
            <Link
              key={code}
              href={reportHref(slug, period, code)}
              prefetch={false}
              aria-current={code === currency ? "true" : undefined}
              className={chip}
            >
              {code}
            </Link>
          ))}
        </nav>
      )}
    </div>
  );
}
