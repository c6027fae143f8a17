/** How every entry of the rail looks, whether it leads somewhere or opens something. */
export const railEntry =
  "relative flex min-h-12 flex-col items-center justify-center gap-0.5 rounded-md px-1 py-1.5 text-center text-xs " +
  "leading-tight font-medium text-ink-muted transition-colors hover:bg-hover hover:text-ink " +
  "wide:min-h-8 wide:flex-row wide:justify-start wide:gap-2.5 wide:px-2.5 wide:text-sm";
