import Link from "next/link";
import { RowActionForm } from "@/app/action-form";
import { moneyWords } from "@/components/money";
import { RelativeTime } from "@/components/relative-time";
import { Banner } from "@/components/ui/banner";
import { mayTakeIn, type Permission } from "@/lib/modules/refunds/policy";
import type { Mismatch, Reconciliation } from "@/lib/modules/refunds/reconcile-schema";
import { reconcileAction, takeInAction } from "./actions";
import { AwaitReconciliation } from "./await-reconciliation";

type PanelProps = Readonly<{
  slug: string;
  tenantCurrency: string;
  books: Readonly<{ last: Reconciliation; mismatches: readonly Mismatch[] }>;
  permission: Permission;
}>;

/** Whether our books and the provider's say the same, since when, and what to do where they do not. */
export function ReconcilePanel({ slug, tenantCurrency, books, permission }: PanelProps) {
  const { last, mismatches } = books;
  return (
    <section aria-label="Comparison with the provider" className="border-b border-line px-4 py-3 text-sm">
      <div className="flex min-h-7 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="text-ink-muted" role="status">
          <LastWords last={last} differences={mismatches.length} />
        </p>
        {last.isAsked ? (
          <AwaitReconciliation />
        ) : permission.allowed ? (
          <RowActionForm
            label="Compare the books"
            action={reconcileAction.bind(null, slug)}
            submitLabel="Reconcile now"
            pendingLabel="Asking…"
          />
        ) : (
          <span className="text-xs text-ink-muted">{permission.reason}</span>
        )}
      </div>
      {mismatches.length > 0 && (
        <div className="mt-3">
          <Banner
            tone="attention"
            title={`Our books and the provider’s differ in ${mismatches.length} ${mismatches.length === 1 ? "refund" : "refunds"}`}
          >
            <ul className="mt-1 flex flex-col gap-3">
              {mismatches.map((mismatch) => (
                <li
                  key={mismatch.id}
                  data-mismatch={mismatch.kind}
                  className="flex flex-wrap items-center gap-x-3 gap-y-1"
                >
                  <span className="min-w-0 flex-1">
                    {wordsOf(mismatch, tenantCurrency)} <Where mismatch={mismatch} slug={slug} />, found{" "}
                    <RelativeTime at={mismatch.foundAt} />
                  </span>
                  <TakeIn mismatch={mismatch} slug={slug} permission={permission} />
                </li>
              ))}
            </ul>
          </Banner>
        </div>
      )}
    </section>
  );
}

function LastWords({ last, differences }: Readonly<{ last: Reconciliation; differences: number }>) {
  if (last.isAsked) return "Being compared with the provider…";
  if (last.error) return last.error;
  if (!last.finishedAt) return "Not compared with the provider yet; it happens every hour.";
  return (
    <>
      Compared with the provider <RelativeTime at={last.finishedAt} />: {last.compared} of its refunds are of
      our charges, {differences === 0 ? "no difference" : `${differences} differ`}.
      {last.isPartial && " There were more than fit into one comparison, so the oldest were left out."}
    </>
  );
}

function wordsOf(mismatch: Mismatch, tenantCurrency: string): string {
  const money = (minor: number | null) => moneyWords(minor ?? 0, mismatch.currency, tenantCurrency);
  const { oursMinor, theirsMinor, oursState, theirsState } = mismatch;
  switch (mismatch.kind) {
    case "theirs_not_ours":
      return `The provider refunded ${money(theirsMinor)} that we do not know of.`;
    case "ours_not_theirs":
      return `We say that ${money(oursMinor)} were refunded (${oursState}); the provider has no such refund.`;
    case "amount_differs":
      return `We say ${money(oursMinor)}, the provider says ${money(theirsMinor)}.`;
    case "status_differs":
      return `${money(oursMinor)}: we say ${say(oursState)}, the provider says ${say(theirsState)}.`;
  }
}

const say = (state: string | null): string => (state ?? "nothing").replaceAll("_", " ");

function Where({ mismatch, slug }: Readonly<{ mismatch: Mismatch; slug: string }>) {
  if (!mismatch.caseId) return <>Order {mismatch.orderExternalId}</>;
  return (
    <>
      Order {mismatch.orderExternalId}, case{" "}
      <Link className="link" href={`/t/${slug}/cases/${mismatch.caseId}`} prefetch={false}>
        #{mismatch.caseNumber}
      </Link>
    </>
  );
}

type TakeInProps = Readonly<{ mismatch: Mismatch; slug: string; permission: Permission }>;

function TakeIn({ mismatch, slug, permission }: TakeInProps) {
  const possible = mayTakeIn(mismatch);
  if (!possible.allowed) return <span className="text-xs text-ink-muted">{possible.reason}</span>;
  if (!permission.allowed) return null;
  return (
    <RowActionForm
      label={`Take in ${mismatch.providerRefundId}`}
      action={takeInAction.bind(null, slug)}
      hidden={{ mismatchId: mismatch.id }}
      submitLabel="Take in what the provider says"
      pendingLabel="Recording…"
    />
  );
}
