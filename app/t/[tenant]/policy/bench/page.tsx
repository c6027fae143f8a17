import type { Metadata } from "next";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { findVersions, versionOptions } from "@/app/t/[tenant]/policy/version";
import { askBench, type Query, valuesOf } from "./ask";
import { BenchFacts, BenchFields, BenchLines } from "./fields";
import { BenchFrame } from "./frame";

export const metadata: Metadata = { title: "Test bench" };

type Props = Readonly<{ params: Promise<{ tenant: string }>; searchParams: Promise<Query> }>;

export default async function BenchPage({ params, searchParams }: Props) {
  const { actor, tenant } = await requireDesk((await params).tenant);
  const query = await searchParams;
  const versions = await findVersions(actor);
  const asked = await valuesOf(actor, query, versions.inForce.number);
  const { values } = asked;
  const answer = await askBench(actor, asked, query);
  return (
    <BenchFrame
      base={`/t/${tenant.slug}/policy`}
      about="real"
      answer={answer}
      silence="Type the number of a case or an order, and ask."
    >
      <BenchFields
        values={values}
        versions={versionOptions(versions)}
        error={answer.error}
        methods={answer.facts?.methods}
      />
      {answer.facts && <BenchLines lines={answer.facts.order.lines} query={query} />}
      <BenchFacts values={values} error={answer.error} />
    </BenchFrame>
  );
}
