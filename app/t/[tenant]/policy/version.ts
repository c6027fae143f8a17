import "server-only";
import { notFound } from "next/navigation";
import { listVersions } from "@/lib/modules/policies/queries";
import type { PolicyVersionRow } from "@/lib/modules/policies/schema";
import { basicPolicy } from "@/lib/modules/policies/templates/basic";
import type { MemberActor } from "@/lib/platform/actor";

type Versions = Readonly<{
  rows: readonly PolicyVersionRow[];
  inForce: Pick<PolicyVersionRow, "number" | "title" | "document">;
}>;

/** The tenant's versions, and the one that bounds decisions now. */
export async function findVersions(actor: MemberActor, now = new Date()): Promise<Versions> {
  const rows = await listVersions(actor);
  const due = rows
    .filter(({ state, startsAt }) => state === "scheduled" && startsAt && startsAt <= now)
    .toSorted((a, b) => (b.startsAt?.getTime() ?? 0) - (a.startsAt?.getTime() ?? 0) || b.number - a.number);
  const inForce = due[0] ?? rows.find(({ state }) => state === "published") ?? basicPolicy;
  return { rows, inForce };
}

/** To choose from, the one in force first. */
export const versionOptions = ({ rows, inForce }: Versions) =>
  [inForce, ...rows.filter(({ number }) => number !== inForce.number)].map(({ number, title }) => ({
    value: String(number),
    label: `${number} · ${title}${number === inForce.number ? " (in force)" : ""}`,
  }));

/** The version that the path names; 404 where there is none. */
export async function requireVersion(actor: MemberActor, number: string) {
  const versions = await findVersions(actor);
  const version = versions.rows.find((row) => String(row.number) === number);
  return version ? { ...versions, version } : notFound();
}
