export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "sm" | "md" | "lg";

const base =
  "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap " +
  "transition-colors pointer-coarse:min-h-11 disabled:cursor-not-allowed aria-busy:cursor-progress";

const variants: Readonly<Record<ButtonVariant, string>> = {
  primary:
    "border-transparent bg-accent text-on-accent hover:bg-accent-strong not-aria-busy:disabled:border-line not-aria-busy:disabled:bg-hover not-aria-busy:disabled:text-ink-faint",
  secondary:
    "border-line-control bg-surface text-ink hover:bg-hover not-aria-busy:disabled:border-line not-aria-busy:disabled:bg-surface not-aria-busy:disabled:text-ink-faint",
  ghost:
    "border-transparent text-ink-muted hover:bg-hover hover:text-ink not-aria-busy:disabled:text-ink-faint",
  danger:
    "border-transparent bg-attention-solid text-on-attention hover:bg-attention-solid-strong not-aria-busy:disabled:border-line not-aria-busy:disabled:bg-hover not-aria-busy:disabled:text-ink-faint",
};

const sizes: Readonly<Record<ButtonSize, string>> = {
  sm: "h-7 px-2.5 text-xs",
  md: "h-8 px-3 text-sm",
  lg: "h-11 px-4 text-base",
};

/** The one look of a button, whether it submits a form or leads somewhere. */
export const buttonStyle = (variant: ButtonVariant, size: ButtonSize, isWide = false): string =>
  `${base} ${variants[variant]} ${sizes[size]}${isWide ? " w-full" : ""}`;
