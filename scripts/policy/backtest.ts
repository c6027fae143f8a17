import { readFileSync } from "node:fs";
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type Backtest, backtest, blindSpotWords, type PastDecision } from "@/lib/modules/policies/backtest";
import { type PolicyDocument, policyDocumentInput, type StoredTrace } from "@/lib/modules/policies/schema";
import { findTemplate, templates } from "@/lib/modules/policies/template-list";
import type { Transaction } from "@/lib/platform/db";
import { formatMoney } from "@/lib/platform/money";
import { readDatabase } from "@/scripts/audit/database";

type Options = Readonly<{
  tenant: string;
  document?: string | undefined;
  template?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}>;

/**
 * Which decisions of the running desk another document would have answered otherwise.
 * @returns what to print, line by line
 * @throws when the tenant, the document or a moment is none
 */
export async function compareWithPast(options: Options): Promise<readonly string[]> {
  const document = readDocument(options);
  const from = momentOf(options.from);
  const to = momentOf(options.to);
  const past = await readDatabase((tx) => loadPast(tx, options.tenant, { from, to }));
  return print(backtest(past, { id: null, number: 0, title: "Back-test", document }));
}

function readDocument({ document, template }: Options): PolicyDocument {
  if (Boolean(document) === Boolean(template)) throw new Error("Say either --document or --template.");
  if (template) {
    const known = findTemplate(template)?.document;
    if (!known)
      throw new Error(`There is no template ${template}. Known: ${Object.keys(templates).join(", ")}.`);
    return known;
  }
  const parsed = policyDocumentInput.safeParse(JSON.parse(readFileSync(document ?? "", "utf8")));
  if (!parsed.success) throw new Error(`This is no policy:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function momentOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) throw new Error(`"${text}" is no moment: write 2026-01-31T12:00:00Z.`);
  return moment;
}

async function loadPast(
  tx: Transaction,
  slug: string,
  { from, to }: Readonly<{ from: Date | undefined; to: Date | undefined }>,
): Promise<readonly PastDecision[]> {
  const [tenant] = await list<{ id: string }>(tx, sql`select id from makegood.tenants where slug = ${slug}`);
  if (!tenant) throw new Error(`There is no tenant ${slug}.`);
  const rows = await list<Readonly<{ id: string; trace: StoredTrace; amount: string; currency: string }>>(
    tx,
    sql`
      select id, trace, amount_minor::text as amount, currency from makegood.decisions
      where tenant_id = ${tenant.id} and trace is not null
        ${from ? sql`and created_at >= ${from.toISOString()}` : sql``}
        ${to ? sql`and created_at < ${to.toISOString()}` : sql``}
      order by created_at, id`,
  );
  return rows.map(({ id, trace: stored, amount, currency }) => ({
    ...{ decisionId: id, facts: stored.facts, trace: stored.trace, amountMinor: Number(amount), currency },
  }));
}

const list = async <Row>(tx: Transaction, query: SQL): Promise<Row[]> =>
  (await tx.execute(query)) as unknown as Row[];

function print({ decisions, flips, sums }: Backtest): readonly string[] {
  return [
    ...flips.map(
      ({ decisionId, orderNumber, from, to, lessMinor, moreMinor, currency, citations }) =>
        `${decisionId}  ${orderNumber}  ${from} → ${to}  −${formatMoney(lessMinor, currency)} +${formatMoney(moreMinor, currency)}  ${citations.map(({ clauseId }) => clauseId).join(", ")}`,
    ),
    ...sums.map(
      (sum) =>
        `${sum.currency}: ${sum.flips} of ${sum.decisions} decisions flip: ${formatMoney(sum.lessMinor, sum.currency)} less and ${formatMoney(sum.moreMinor, sum.currency)} more would be paid`,
    ),
    `${decisions} decisions with a stored trace, ${flips.length} flip`,
    blindSpotWords,
  ];
}
