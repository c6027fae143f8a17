import type { Metadata } from "next";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { findVersions } from "@/app/t/[tenant]/policy/version";
import { PageHeader } from "@/components/page-header";
import { TraceView } from "@/components/trace";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { askBench, type BenchAnswer, type Query, valuesOf } from "./ask";
import { BenchFacts, BenchFields, BenchLines } from "./fields";

export const metadata: Metadata = { title: "Test bench" };

type Props = Readonly<{ params: Promise<{ tenant: string }>; searchParams: Promise<Query> }>;

export default async function BenchPage({ params, searchParams }: Props) {
  const { actor, tenant } = await requireDesk((await params).tenant);
  const query = await searchParams;
  const { rows, inForce } = await findVersions(actor);
  const asked = await valuesOf(actor, query, inForce.number);
  const { values } = asked;
  const answer = await askBench(actor, asked, query);
  const versions = [inForce, ...rows.filter(({ number }) => number !== inForce.number)].map(
    ({ number, title }) => ({
      value: String(number),
      label: `${number} · ${title}${number === inForce.number ? " (in force)" : ""}`,
    }),
  );
  return (
    <>
      <PageHeader
        title="Test bench"
        description="What a version says of an order. Nothing is decided by asking."
        actions={<LinkButton href={`/t/${tenant.slug}/policy`}>All versions</LinkButton>}
      />
      <div className="grid items-start gap-4 p-4 lg:grid-cols-[24rem_minmax(0,1fr)]">
        <Card title="The question">
          {/* In the address, so that a question can be sent to a colleague. */}
          <form method="get" aria-label="Ask the policy" className="flex flex-col gap-4">
            <BenchFields
              values={values}
              versions={versions}
              error={answer.error}
              methods={answer.facts?.methods}
            />
            {answer.facts && <BenchLines lines={answer.facts.order.lines} query={query} />}
            <BenchFacts values={values} error={answer.error} />
            <Button type="submit" variant="primary">
              Ask the policy
            </Button>
          </form>
        </Card>
        <Answer answer={answer} />
      </div>
    </>
  );
}

function Answer({ answer }: Readonly<{ answer: BenchAnswer }>) {
  if (answer.error && !answer.error.field) {
    return (
      <Banner tone="attention" role="alert">
        {answer.error.message}
      </Banner>
    );
  }
  if (!answer.trace) return <p className="text-ink-muted">Type the number of a case or an order, and ask.</p>;
  return (
    <Card title="The answer">
      <TraceView trace={answer.trace} clauses={answer.clauses ?? []} />
    </Card>
  );
}
