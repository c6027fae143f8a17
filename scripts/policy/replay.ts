import { sql } from "drizzle-orm";
import { z } from "zod";
import { replay } from "@/lib/modules/policies/replay";
import type { PolicyDocument, PolicyVersion, StoredTrace } from "@/lib/modules/policies/schema";
import { basicPolicy } from "@/lib/modules/policies/templates/basic";
import type { Transaction } from "@/lib/platform/db";
import { readDatabase } from "@/scripts/audit/database";

export type Replayed = Readonly<{ isSame: boolean; lines: readonly string[] }>;

/**
 * Asks again what a decision of the running desk was made on.
 * @throws when there is no such decision, or it was made without the policy
 */
export async function replayDecision(decisionId: string): Promise<Replayed> {
  if (!z.uuid().safeParse(decisionId).success) throw new Error(`"${decisionId}" is no decision's id.`);
  const { stored, version } = await readDatabase((tx) => load(tx, decisionId));
  const { isSame, again, madeBy, replayedBy } = replay(stored, version);
  const { trace } = stored;
  const by = `version ${version.number}, ${trace.at}, engine ${madeBy}${madeBy === replayedBy ? "" : `, replayed by ${replayedBy}`}`;
  const said = ({ verdict, capMinor, currency }: typeof trace) =>
    `${verdict}, at most ${capMinor} ${currency}`;
  return {
    isSame,
    lines: [
      `${decisionId}  ${by}`,
      `then  ${said(trace)}`,
      `now   ${said(again)}`,
      isSame ? "The same, byte for byte." : "Not the same.",
    ],
  };
}

type Loaded = Readonly<{ stored: StoredTrace; version: PolicyVersion }>;

async function load(tx: Transaction, decisionId: string): Promise<Loaded> {
  const [decision] = (await tx.execute(sql`
    select tenant_id as tenant, trace from makegood.decisions where id = ${decisionId}`)) as unknown as Readonly<{
    tenant: string;
    trace: StoredTrace | null;
  }>[];
  if (!decision) throw new Error(`There is no decision ${decisionId}.`);
  const { tenant, trace: stored } = decision;
  if (!stored) throw new Error("This decision was made without asking the policy.");
  const { policyVersion } = stored.trace;
  if (policyVersion.id === null) return { stored, version: basicPolicy };
  const [row] = (await tx.execute(sql`
    select document from makegood.policy_versions
    where tenant_id = ${tenant} and id = ${policyVersion.id}`)) as unknown as Readonly<{
    document: PolicyDocument;
  }>[];
  if (!row) throw new Error(`Version ${policyVersion.number} is not there any more.`);
  return { stored, version: { ...policyVersion, document: row.document } };
}
