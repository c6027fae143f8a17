import { quantityField } from "./propose-fields";

export type RefundableLine = Readonly<{
  id: string;
  name: string;
  options: string;
  unitPriceMinor: number;
  /** Pieces that no decision refunds yet. */
  left: number;
}>;

type Props = Readonly<{
  lines: readonly RefundableLine[];
  /** Pieces to refund of each ticked line, by line id. */
  chosen: Readonly<Record<string, number>>;
  onChange: (chosen: Readonly<Record<string, number>>) => void;
  words: (amountMinor: number) => string;
}>;

/** Which lines of the order go back, and how many pieces of each. */
export function RefundLines({ lines, chosen, onChange, words }: Props) {
  const choose = (line: RefundableLine, quantity: number) => {
    const { [line.id]: _, ...others } = chosen;
    onChange(quantity > 0 ? { ...others, [line.id]: Math.min(quantity, line.left) } : others);
  };
  return (
    <fieldset className="flex flex-col">
      <legend className="mb-1.5 text-sm font-medium">What to refund</legend>
      {lines.map((line) => {
        const quantity = chosen[line.id] ?? 0;
        return (
          <div
            key={line.id}
            className="flex items-start gap-2.5 border-b border-line py-2 first-of-type:border-t"
          >
            <label className="flex min-w-0 flex-1 items-start gap-2.5 has-[:disabled]:text-ink-faint">
              <input
                type="checkbox"
                name="line"
                value={line.id}
                checked={quantity > 0}
                disabled={line.left === 0}
                onChange={(event) => choose(line, event.target.checked ? line.left : 0)}
                className="mt-0.5 size-4 shrink-0 accent-accent"
              />
              <span className="min-w-0">
                <span className="block">{line.name}</span>
                <span className="block text-xs text-ink-muted">
                  {line.left === 0 ? "Already refunded" : line.options}
                </span>
              </span>
            </label>
            {line.left > 1 && quantity > 0 && (
              <input
                type="number"
                name={quantityField(line.id)}
                aria-label={`Pieces of ${line.name}, at most ${line.left}`}
                min={1}
                max={line.left}
                value={quantity}
                onChange={(event) => choose(line, Math.max(1, event.target.valueAsNumber || 1))}
                className="h-7 w-14 rounded-md border border-line-strong bg-surface px-2 text-sm tabular-nums"
              />
            )}
            <span className="whitespace-nowrap tabular-nums">
              {words((quantity || 1) * line.unitPriceMinor)}
              {line.left > 1 && quantity === 0 && (
                <span className="block text-right text-xs text-ink-muted">each, {line.left} left</span>
              )}
            </span>
          </div>
        );
      })}
    </fieldset>
  );
}
