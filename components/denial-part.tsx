import type { Decision, Denial } from "@/lib/modules/decisions/schema";

type Props = Readonly<{ outcome: Decision["outcome"]; denial: Denial }>;

/** What the customer is told of a no or a question: why, by which clause, what would change it, and whether they may appeal. */
export function DenialPart({ outcome, denial }: Props) {
  const isQuestion = outcome === "need_info";
  return (
    <section aria-label="What the customer reads" className="flex flex-col gap-2 border-t border-line pt-3">
      <h3 className="text-xs font-medium text-ink-muted">What the customer reads</h3>
      <p>{denial.reason}</p>
      {denial.clauses.map(({ id, title, text }) => (
        <p key={id} className="border-s-2 border-line-strong ps-3 text-ink-muted">
          <strong className="font-medium text-ink">{title}:</strong> {text}
        </p>
      ))}
      {denial.wouldChange.length > 0 && (
        <ul aria-label="What would change it" className="list-disc ps-4 marker:text-ink-faint">
          {denial.wouldChange.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      {!isQuestion && (
        <p className="text-xs text-ink-muted">
          {denial.mayAppeal
            ? "They may appeal once; another person decides then."
            : "This is the final answer: it was an appeal already."}
        </p>
      )}
    </section>
  );
}
