import Link from "next/link";
import type { Measure, Period, ReportData } from "@/lib/modules/reports/schema";
import { durationWords, shareWords } from "./duration-words";
import { drillHref } from "./report-href";

type FiguresProps = Readonly<{ slug: string; period: Period; report: ReportData }>;
type Figure = Readonly<{ measure: Measure; term: string; value: string; detail: string }>;

const figuresOf = (report: ReportData): readonly Figure[] => [
  {
    measure: "auto",
    term: "Decided without a person",
    value: shareWords(report.auto, report.decided),
    detail: `${report.auto} of ${report.decided} decisions`,
  },
  {
    measure: "overridden",
    term: "Decided against the policy",
    value: shareWords(report.overridden, report.judged),
    detail: `${report.overridden} of ${report.judged} that people decided`,
  },
  {
    measure: "paid",
    term: "Decision to paid, median",
    value: durationWords(report.paidSeconds),
    detail: `${report.paidCount} refunds paid`,
  },
  {
    measure: "replied",
    term: "First reply, median",
    value: durationWords(report.replySeconds),
    detail: `${report.replied} cases answered`,
  },
  {
    measure: "stuck",
    term: "Stuck now, oldest",
    value: durationWords(report.oldestStuckSeconds),
    detail: `${report.stuck} cases, median ${durationWords(report.stuckSeconds)}`,
  },
];

/** The numbers of the period. Each opens the cases it counts. */
export function Figures({ slug, period, report }: FiguresProps) {
  return (
    <dl className="grid grid-cols-2 border-b border-line md:grid-cols-5">
      {figuresOf(report).map(({ measure, term, value, detail }) => (
        <div
          key={measure}
          className="flex flex-col gap-0.5 border-line px-4 py-4 md:border-r md:last:border-r-0"
        >
          <dt className="text-xs text-ink-muted">{term}</dt>
          <dd className="flex flex-col">
            <span className="text-xl font-semibold tabular-nums">{value}</span>
            <Link
              href={drillHref(slug, period, { measure })}
              prefetch={false}
              className="link text-xs tabular-nums"
              data-figure={measure}
            >
              {detail}
            </Link>
          </dd>
        </div>
      ))}
    </dl>
  );
}
