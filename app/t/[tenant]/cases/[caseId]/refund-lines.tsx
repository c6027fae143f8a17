import { Minus, Plus } from "lucide-react";
import { amountField, quantityField } from "./propose-names";

export type RefundableLine = Readonly<{
  id: string;
  name: string;
  options: string;
  unitPriceMinor: number;
  /** Pieces that no decision refunds yet. */
  left: number;
}>;

/** What goes back of a ticked line. Without an amount it is the whole price of the pieces. */
export type ChosenLine = Readonly<{ quantity: number; amountMinor?: number | undefined }>;
export type ChosenLines = Readonly<Record<string, ChosenLine>>;

type Props = Readonly<{
  lines: readonly RefundableLine[];
  chosen: ChosenLines;
  onChange: (chosen: ChosenLines) => void;
  words: (amountMinor: number) => string;
  /** As somebody would type it. */
  shown: (amountMinor: number) => string;
  /** Reads what was typed as an amount of the order's currency. */
  parse: (text: string) => number | undefined;
}>;

export const priceOf = (line: RefundableLine, { quantity, amountMinor }: ChosenLine): number =>
  amountMinor ?? quantity * line.unitPriceMinor;

const smallControl =
  "h-7 rounded-md border border-line-strong bg-surface px-2 text-sm tabular-nums pointer-coarse:h-11";

/** Which lines of the order go back, how many pieces of each, and how much when it is not all. */
export function RefundLines({ lines, chosen, onChange, words, shown, parse }: Props) {
  const choose = (line: RefundableLine, change: ChosenLine | undefined) => {
    const { [line.id]: _, ...others } = chosen;
    onChange(change ? { ...others, [line.id]: change } : others);
  };
  return (
    <fieldset className="flex flex-col">
      <legend className="mb-1.5 text-sm font-medium">What to refund</legend>
      {lines.map((line) => {
        const choice = chosen[line.id];
        const full = (choice?.quantity ?? 1) * line.unitPriceMinor;
        return (
          <div key={line.id} className="flex flex-col gap-2 border-b border-line py-2 first-of-type:border-t">
            <div className="flex items-start gap-2.5">
              <label className="flex min-w-0 flex-1 items-start gap-2.5 has-[:disabled]:text-ink-faint">
                <input
                  type="checkbox"
                  name="line"
                  value={line.id}
                  checked={choice !== undefined}
                  disabled={line.left === 0}
                  onChange={(event) =>
                    choose(line, event.target.checked ? { quantity: line.left } : undefined)
                  }
                  className="mt-0.5 size-4 shrink-0 accent-accent"
                />
                <span className="min-w-0">
                  <span className="block">{line.name}</span>
                  <span className="block text-xs text-ink-muted">
                    {line.left === 0 ? "Already refunded" : line.options}
                  </span>
                </span>
              </label>
              <span className="whitespace-nowrap tabular-nums">
                {words(choice ? priceOf(line, choice) : full)}
                {line.left > 1 && !choice && (
                  <span className="block text-right text-xs text-ink-muted">each, {line.left} left</span>
                )}
              </span>
            </div>
            {choice && (
              <div className="flex flex-wrap items-center gap-3 pl-6.5 text-xs text-ink-muted">
                {line.left > 1 && (
                  <Stepper
                    name={quantityField(line.id)}
                    label={`Pieces of ${line.name}, at most ${line.left}`}
                    most={line.left}
                    value={choice.quantity}
                    onChange={(quantity) => choose(line, { quantity })}
                  />
                )}
                <label className="flex items-center gap-1.5">
                  Only a part of it
                  <input
                    type="text"
                    inputMode="decimal"
                    aria-label={`Amount for ${line.name}, at most ${words(full)}`}
                    placeholder={words(full)}
                    defaultValue={choice.amountMinor === undefined ? undefined : shown(choice.amountMinor)}
                    onChange={(event) => {
                      const typed = parse(event.target.value);
                      const isPart = typed !== undefined && typed > 0 && typed < full;
                      choose(line, { quantity: choice.quantity, amountMinor: isPart ? typed : undefined });
                    }}
                    className={`${smallControl} w-28`}
                  />
                </label>
                {choice.amountMinor !== undefined && (
                  <input type="hidden" name={amountField(line.id)} value={choice.amountMinor} />
                )}
              </div>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}

type StepperProps = Readonly<{
  name: string;
  label: string;
  most: number;
  value: number;
  onChange: (quantity: number) => void;
}>;

/** How many, one by one or typed. */
function Stepper({ name, label, most, value, onChange }: StepperProps) {
  const to = (quantity: number) => onChange(Math.min(most, Math.max(1, quantity || 1)));
  const button =
    "inline-flex size-7 items-center justify-center text-ink-muted hover:bg-hover hover:text-ink disabled:text-ink-faint pointer-coarse:size-11";
  return (
    <span className="inline-flex items-center gap-1.5">
      Pieces
      <span className="inline-flex items-center rounded-md border border-line-strong bg-surface">
        <button
          type="button"
          aria-label="One less"
          disabled={value <= 1}
          onClick={() => to(value - 1)}
          className={button}
        >
          <Minus aria-hidden="true" className="size-3.5" />
        </button>
        <input
          type="number"
          name={name}
          aria-label={label}
          min={1}
          max={most}
          value={value}
          onChange={(event) => to(event.target.valueAsNumber)}
          className="h-7 w-10 bg-surface text-center text-sm text-ink tabular-nums pointer-coarse:h-11"
        />
        <button
          type="button"
          aria-label="One more"
          disabled={value >= most}
          onClick={() => to(value + 1)}
          className={button}
        >
          <Plus aria-hidden="true" className="size-3.5" />
        </button>
      </span>
    </span>
  );
}
