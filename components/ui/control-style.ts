/** The one look of what one types or chooses in. */
export const controlStyle =
  "w-full rounded-md border border-line-strong bg-surface px-3 text-base text-ink transition-colors " +
  "aria-invalid:border-attention disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-ink-faint " +
  "focus-visible:outline-offset-0";
