/** The mark: money that comes back, and arrives. */
export function Logo({ hasName = true }: Readonly<{ hasName?: boolean }>) {
  return (
    <span className="inline-flex items-center gap-2 font-semibold text-ink">
      <svg viewBox="0 0 20 20" className="size-5 text-accent" aria-hidden="true">
        <rect width="20" height="20" rx="5" fill="currentColor" />
        <path
          d="M5 8.5h6.75a3.25 3.25 0 0 1 0 6.5H9M7.75 5.5 4.75 8.5l3 3"
          fill="none"
          stroke="var(--on-accent)"
          strokeWidth="1.75"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span className={hasName ? "" : "sr-only"}>Makegood</span>
    </span>
  );
}
