import Link from "next/link";
import { Money } from "@/components/money";
import { RelativeTime } from "@/components/relative-time";
import { LinkButton } from "@/components/ui/link-button";
import type { StuckPage, StuckThing } from "@/lib/modules/incidents/schema";

type ListProps = Readonly<{
  page: StuckPage;
  slug: string;
  tenantCurrency: string;
  nextHref: string | undefined;
}>;

/** The cases behind one incident, the oldest first. */
export function StuckList({ page, slug, tenantCurrency, nextHref }: ListProps) {
  return (
    <div className="border-t border-line bg-sunken">
      <ul aria-label="Stuck cases">
        {page.rows.map((thing) => (
          <li key={`${thing.kind}-${thing.subjectId}`} className="border-b border-line last:border-b-0">
            <Thing thing={thing} slug={slug} tenantCurrency={tenantCurrency} />
          </li>
        ))}
      </ul>
      {nextHref && (
        <div className="flex justify-center p-3">
          <LinkButton href={nextHref} size="sm">
            More
          </LinkButton>
        </div>
      )}
    </div>
  );
}

const nameless: Readonly<Partial<Record<StuckThing["kind"], string>>> = {
  event: "Something in this workspace",
};

type ThingProps = Readonly<{ thing: StuckThing; slug: string; tenantCurrency: string }>;

function Thing({ thing, slug, tenantCurrency }: ThingProps) {
  const { caseId, caseNumber, customerName, subject, amountMinor, currency } = thing;
  const content = (
    <>
      <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
        {caseNumber !== null && <span className="text-ink-muted tabular-nums">#{caseNumber}</span>}
        <span className="font-medium">{customerName ?? nameless[thing.kind] ?? "A mail to your team"}</span>
        <span className="min-w-0 truncate text-ink-muted">{subject ?? thing.error}</span>
      </span>
      <span className="flex flex-wrap items-baseline gap-3 text-ink-muted">
        {amountMinor !== null && currency !== null && (
          <span className="font-medium text-ink">
            <Money amountMinor={amountMinor} currency={currency} tenantCurrency={tenantCurrency} />
          </span>
        )}
        <span className="text-xs">{thing.assigneeName ?? "No owner yet"}</span>
        <RelativeTime at={thing.since} />
      </span>
    </>
  );
  const layout = "grid gap-x-6 gap-y-1 px-4 py-2.5 text-sm md:grid-cols-[minmax(0,1fr)_auto] md:pl-8";
  if (!caseId) return <div className={layout}>{content}</div>;
  return (
    <Link
      href={`/t/${slug}/cases/${caseId}`}
      prefetch={false}
      className={`${layout} transition-colors hover:bg-hover focus-visible:-outline-offset-2`}
    >
      {content}
    </Link>
  );
}
