import type { Metadata } from "next";
import { requireDesk } from "@/app/t/[tenant]/desk";
import type { Query } from "@/app/t/[tenant]/policy/bench/ask";
import { BenchFrame } from "@/app/t/[tenant]/policy/bench/frame";
import { findVersions, versionOptions } from "@/app/t/[tenant]/policy/version";
import { askTyped, isAsked, typedValuesOf } from "./ask-typed";
import { TypedFields } from "./typed-fields";

export const metadata: Metadata = { title: "Test bench" };

type Props = Readonly<{ params: Promise<{ tenant: string }>; searchParams: Promise<Query> }>;

export default async function TypedBenchPage({ params, searchParams }: Props) {
  const { actor, tenant } = await requireDesk((await params).tenant);
  const query = await searchParams;
  const versions = await findVersions(actor);
  const values = typedValuesOf(query, {
    version: String(versions.inForce.number),
    currency: tenant.currency,
  });
  const answer = isAsked(query) ? await askTyped(actor, values) : {};
  return (
    <BenchFrame
      base={`/t/${tenant.slug}/policy`}
      about="typed"
      answer={answer}
      silence="Type an order as it might be, and ask."
    >
      <TypedFields values={values} versions={versionOptions(versions)} error={answer.error} />
    </BenchFrame>
  );
}
