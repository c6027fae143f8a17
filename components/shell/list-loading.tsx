const rows = ["w-1/2", "w-2/3", "w-1/3", "w-3/5", "w-1/2", "w-2/5"];

/** Stands for a list that takes longer than a moment; before that there is nothing to see. */
export function ListLoading() {
  return (
    <div role="status" className="animate-appear-late p-4">
      <span className="sr-only">Loading…</span>
      <div aria-hidden="true" className="flex flex-col gap-3">
        {rows.map((width, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they never change.
          <div key={index} className={`h-row rounded-sm bg-hover ${width}`} />
        ))}
      </div>
    </div>
  );
}
