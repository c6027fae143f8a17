"use client";

import dynamic from "next/dynamic";

export type ChartProps = Readonly<{
  kind: "bars" | "days";
  /** What it shows, for those who do not see it. */
  label: string;
  currency: string;
  points: readonly Readonly<{ name: string; value: number }>[];
}>;

// Drawn in the browser alone and fetched with the first chart: the table beside it says the same at once.
const Drawing = dynamic(() => import("./chart-drawing").then((file) => file.ChartDrawing), { ssr: false });

/** A chart in a place of a fixed size, so that nothing moves when it appears. */
export function Chart(props: ChartProps) {
  return (
    <figure aria-label={props.label} className="h-64 min-w-0 overflow-hidden" data-chart={props.kind}>
      <Drawing {...props} />
    </figure>
  );
}
