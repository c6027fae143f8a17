import { type ComponentProps, type ReactNode, useId } from "react";
import { type ButtonSize, type ButtonVariant, buttonStyle } from "./button-style";

type ButtonProps = Readonly<
  Omit<ComponentProps<"button">, "className" | "style"> & {
    variant?: ButtonVariant;
    size?: ButtonSize;
    icon?: ReactNode;
    isWide?: boolean;
    /** Its act is under way: the button waits, and says so with `pendingLabel`. */
    pending?: boolean;
    pendingLabel?: string | undefined;
    /** Disables the button and stands beside it in words. */
    disabledReason?: string | undefined;
  }
>;

export function Button({
  variant = "secondary",
  size = "md",
  icon,
  isWide = false,
  pending = false,
  pendingLabel,
  disabledReason,
  disabled,
  type = "button",
  children,
  ...button
}: ButtonProps) {
  const reasonId = useId();
  const element = (
    <button
      {...button}
      type={type}
      disabled={disabled || pending || disabledReason !== undefined}
      aria-busy={pending || undefined}
      aria-describedby={disabledReason ? reasonId : button["aria-describedby"]}
      className={buttonStyle(variant, size, isWide)}
    >
      {icon}
      {pending ? (pendingLabel ?? children) : children}
    </button>
  );
  if (!disabledReason) return element;
  return (
    <span className={`inline-flex flex-wrap items-center gap-x-2 gap-y-1${isWide ? " w-full" : ""}`}>
      {element}
      <span id={reasonId} className="text-xs text-ink-muted">
        {disabledReason}
      </span>
    </span>
  );
}
