type SkeletonProps = Readonly<{
  /** What is on its way, for those who cannot see the bars. */
  label: string;
  rows?: number;
}>;

/** Bars that show only after 200 ms, so that a fast answer never flickers. */
export function Skeleton({ label, rows = 3 }: SkeletonProps) {
  return (
    <div role="status" className="animate-appear-late space-y-3 p-4">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are alike and never move.
        <div key={row} aria-hidden="true" className="space-y-2">
          <div className="h-3 w-2/3 rounded-sm bg-hover" />
          <div className="h-3 w-2/5 rounded-sm bg-hover" />
        </div>
      ))}
    </div>
  );
}
