import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Charge, PaymentMethod } from "@/lib/modules/orders/schema";
import { byHand } from "./propose-names";
import { type ChosenLines, type RefundableLine, RefundLines } from "./refund-lines";

/** What goes back beside the lines, and where to. Amounts in minor units. */
export type Parts = Readonly<{ shippingMinor: number; goodwillMinor: number; methodId?: string | undefined }>;

type Props = Readonly<{
  lines: readonly RefundableLine[];
  charges: readonly Charge[];
  methods: readonly PaymentMethod[];
  shippingLeftMinor: number;
  words: (amountMinor: number) => string;
  /** As somebody would type it. */
  shown: (amountMinor: number) => string;
  parse: (text: string) => number | undefined;
  /** Missing where the order was delivered or sent: nothing can be canceled any more. */
  cancel: Readonly<{ isOn: boolean; onChange: (isOn: boolean) => void }> | undefined;
  chosen: ChosenLines;
  onChoose: (chosen: ChosenLines) => void;
  parts: Parts;
  onParts: (parts: Parts) => void;
}>;

/** The money of a proposal: the whole order, or lines, shipping and goodwill, and where it goes. */
export function MoneyParts({
  lines,
  words,
  shown,
  parse,
  cancel,
  chosen,
  onChoose,
  parts,
  onParts,
  ...order
}: Props) {
  const isCancel = cancel?.isOn ?? false;
  const original = new Set(order.charges.map(({ methodExternalId }) => methodExternalId));
  const accounts = order.methods.filter(
    ({ kind, externalId }) => (kind === "gift_card" || kind === "store_credit") && !original.has(externalId),
  );
  return (
    <>
      {cancel && (
        <label className="flex items-start gap-2.5 text-sm">
          <input
            type="checkbox"
            name="action"
            value="cancel"
            checked={isCancel}
            onChange={(event) => cancel.onChange(event.target.checked)}
            className="mt-0.5 size-4 accent-accent"
          />
          Cancel the whole order
        </label>
      )}
      {!isCancel && (
        <>
          <RefundLines
            lines={lines}
            chosen={chosen}
            onChange={onChoose}
            words={words}
            shown={shown}
            parse={parse}
          />
          {order.shippingLeftMinor > 0 && (
            <AmountField
              label={`Shipping, at most ${words(order.shippingLeftMinor)}`}
              name="shippingMinor"
              minor={parts.shippingMinor}
              {...{ shown, parse }}
              onChange={(shippingMinor) => onParts({ ...parts, shippingMinor })}
            />
          )}
          <AmountField
            label="Goodwill"
            name="goodwillMinor"
            minor={parts.goodwillMinor}
            {...{ shown, parse }}
            onChange={(goodwillMinor) => onParts({ ...parts, goodwillMinor })}
          />
        </>
      )}
      <Field label="Pay back to">
        {(control) => (
          <Select
            {...control}
            name="methodId"
            value={parts.methodId ?? ""}
            onChange={(event) => onParts({ ...parts, methodId: event.target.value || undefined })}
            options={[
              {
                value: "",
                label: `Where it came from (${[...new Set(order.charges.map((c) => c.methodLabel))].join(", ")})`,
              },
              ...accounts.map(({ id, label }) => ({ value: id, label })),
              { value: byHand, label: "By hand, with a reference" },
            ]}
          />
        )}
      </Field>
    </>
  );
}

type AmountProps = Readonly<{
  label: string;
  name: string;
  minor: number;
  shown: Props["shown"];
  parse: Props["parse"];
  onChange: (minor: number) => void;
}>;

// What is sent is the hidden number: what was typed is read in the order's currency first.
const AmountField = ({ label, name, minor, shown, parse, onChange }: AmountProps) => (
  <>
    <Field label={label} isOptional>
      {(control) => (
        <Input
          {...control}
          type="text"
          inputMode="decimal"
          defaultValue={minor > 0 ? shown(minor) : undefined}
          onChange={(event) => onChange(parse(event.target.value) ?? 0)}
        />
      )}
    </Field>
    {minor > 0 && <input type="hidden" name={name} value={minor} />}
  </>
);
