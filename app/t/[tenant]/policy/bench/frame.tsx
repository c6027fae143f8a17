import Link from "next/link";
import type { ReactNode } from "react";
import { PageHeader } from "@/components/page-header";
import { TraceView } from "@/components/trace";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import type { BenchAnswer } from "./ask";

type BenchFrameProps = Readonly<{
  /** The policy's own page. */
  base: string;
  about: keyof typeof abouts;
  answer: BenchAnswer;
  /** What to do, as long as nothing was asked. */
  silence: string;
  children: ReactNode;
}>;

const abouts = {
  real: { label: "A case or an order", path: "/bench", source: "from our records" },
  typed: { label: "Facts you type", path: "/bench/typed", source: "as typed" },
} as const;

/** The question on one side, what the policy says on the other. */
export function BenchFrame({ base, about, answer, silence, children }: BenchFrameProps) {
  return (
    <>
      <PageHeader
        title="Test bench"
        description="What a version says of an order. Nothing is decided by asking."
        actions={<LinkButton href={base}>All versions</LinkButton>}
      />
      <div className="grid items-start gap-4 p-4 lg:grid-cols-[24rem_minmax(0,1fr)]">
        <Card title="The question">
          <nav aria-label="About" className="mb-4 flex gap-4 text-sm">
            {Object.entries(abouts).map(([name, { label, path }]) => (
              <Link
                key={name}
                href={`${base}${path}`}
                aria-current={name === about ? "page" : undefined}
                className={name === about ? "font-medium text-ink underline underline-offset-4" : "link"}
              >
                {label}
              </Link>
            ))}
          </nav>
          {/* In the address, so that a question can be sent to a colleague. */}
          <form method="get" aria-label="Ask the policy" className="flex flex-col gap-4">
            {children}
            <Button type="submit" variant="primary">
              Ask the policy
            </Button>
          </form>
        </Card>
        <Answer answer={answer} silence={silence} about={about} />
      </div>
    </>
  );
}

function Answer({ answer, silence, about }: Pick<BenchFrameProps, "answer" | "silence" | "about">) {
  if (answer.error && !answer.error.field) {
    return (
      <Banner tone="attention" role="alert">
        {answer.error.message}
      </Banner>
    );
  }
  if (!answer.trace) return <p className="text-ink-muted">{silence}</p>;
  return (
    <Card title="The answer">
      <TraceView trace={answer.trace} clauses={answer.clauses ?? []} source={abouts[about].source} />
    </Card>
  );
}
