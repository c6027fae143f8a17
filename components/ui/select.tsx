import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { controlStyle } from "./control-style";

type SelectProps = Readonly<
  Omit<ComponentProps<"select">, "className" | "style" | "children"> & {
    options: readonly Readonly<{ value: string; label: string }>[];
    /** Shown first and not selectable: what there is to choose. */
    placeholder?: string;
  }
>;

export function Select({ options, placeholder, ...props }: SelectProps) {
  return (
    <span className="relative block">
      <select {...props} className={`${controlStyle} h-9 appearance-none pe-9 pointer-coarse:h-11`}>
        {placeholder && (
          <option value="" disabled>
            {placeholder}
          </option>
        )}
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 end-3 my-auto size-4 text-ink-muted"
      />
    </span>
  );
}
