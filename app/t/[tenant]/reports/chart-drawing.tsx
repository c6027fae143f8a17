"use client";

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { ChartProps } from "./chart";

const text = { fill: "var(--ink-muted)", fontSize: 12 } as const;
const nameWidth = 140;

export function ChartDrawing({ kind, currency, points }: ChartProps) {
  const format = new Intl.NumberFormat("en-US", { style: "currency", currency });
  const short = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
  const isBars = kind === "bars";
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        // Copied, because the library may sort what it is given.
        data={[...points]}
        layout={isBars ? "vertical" : "horizontal"}
        margin={{ top: 4, right: 12, bottom: 0, left: 0 }}
        accessibilityLayer
      >
        <CartesianGrid stroke="var(--line)" vertical={isBars} horizontal={!isBars} />
        {isBars ? (
          <>
            <XAxis type="number" tick={text} tickFormatter={(value: number) => short.format(value)} />
            <YAxis type="category" dataKey="name" width={nameWidth} tick={text} />
          </>
        ) : (
          <>
            <XAxis type="category" dataKey="name" tick={text} minTickGap={24} />
            <YAxis
              type="number"
              tick={text}
              width={48}
              tickFormatter={(value: number) => short.format(value)}
            />
          </>
        )}
        <Tooltip
          cursor={{ fill: "var(--hover)" }}
          formatter={(value) => [format.format(Number(value)), "Amount"]}
          contentStyle={{
            background: "var(--surface)",
            border: "1px solid var(--line)",
            borderRadius: 6,
            color: "var(--ink)",
          }}
          itemStyle={{ color: "var(--ink)" }}
          labelStyle={{ color: "var(--ink-muted)" }}
        />
        <Bar dataKey="value" fill="var(--accent)" maxBarSize={28} isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  );
}
