import Link from "next/link";
import type { Desk } from "@/app/t/[tenant]/desk";
import { moneyWords } from "@/components/money";
import { RelativeTime } from "@/components/relative-time";
import { mayHandle, mayPayAgain, maySkip } from "@/lib/modules/incidents/policy";
import type { Incident } from "@/lib/modules/incidents/schema";
import { incidentWords } from "@/lib/modules/incidents/words";
import { OwnerForm } from "./owner-form";
import { RetryForm } from "./retry-form";
import { SkipForm } from "./skip-form";

type CardProps = Readonly<{
  desk: Desk;
  incident: Incident;
  colleagues: readonly Readonly<{ userId: string; name: string }>[];
  toggleHref: string;
  isOpen: boolean;
}>;

/** One cause of trouble: how much hangs on it and since when, who takes care of it, and what to do. */
export function IncidentCard({ desk, incident, colleagues, toggleHref, isOpen }: CardProps) {
  const { actor, tenant } = desk;
  const { cause, count, error } = incident;
  const words = incidentWords(cause, error);
  const amounts = incident.amounts
    .map(({ currency, amountMinor }) => moneyWords(Number(amountMinor), currency, tenant.currency))
    .join(", ");
  const may = words.act === "pay_again" ? mayPayAgain(actor) : mayHandle(actor);
  return (
    <section
      aria-label={words.title}
      data-cause={cause}
      className="grid gap-x-6 gap-y-3 px-4 py-4 text-sm md:grid-cols-[minmax(0,1fr)_auto]"
    >
      <div className="min-w-0">
        <h2 className="text-base break-words">{words.title}</h2>
        <p className="mt-0.5 text-ink-muted">{words.advice}</p>
        <p className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1">
          <Link
            className="link tabular-nums"
            href={toggleHref}
            prefetch={false}
            scroll={false}
            aria-expanded={isOpen}
          >
            {count} {count === 1 ? "thing" : "things"} stuck
          </Link>
          {amounts && <span className="tabular-nums">{amounts}</span>}
          <span className="text-ink-muted">
            oldest <RelativeTime at={incident.oldestAt} />
          </span>
        </p>
        {incident.note && <p className="mt-2 max-w-prose break-words">“{incident.note}”</p>}
      </div>
      <div className="flex flex-col gap-3 md:w-80 md:items-end">
        <OwnerForm
          tenantSlug={tenant.slug}
          cause={cause}
          ownerId={incident.ownerId}
          ownerName={incident.ownerName}
          note={incident.note}
          me={actor.userId}
          colleagues={colleagues}
          permission={mayHandle(actor)}
        />
        {words.act !== "none" && (
          <div className="flex flex-wrap gap-2 md:justify-end">
            <RetryForm
              tenantSlug={tenant.slug}
              cause={cause}
              count={count}
              preview={previewOf(words.act, count, amounts)}
              reason={may.allowed ? undefined : may.reason}
            />
            {words.act === "deliver" && maySkip(actor).allowed && (
              <SkipForm tenantSlug={tenant.slug} cause={cause} count={count} />
            )}
          </div>
        )}
      </div>
    </section>
  );
}

const atOnce = 200;

/** The sentence of what trying again does. */
function previewOf(act: string, count: number, amounts: string): string {
  const many = Math.min(count, atOnce);
  const limited = count > atOnce ? ` The oldest ${atOnce} of ${count} are tried now.` : "";
  switch (act) {
    case "pay_again":
      return `Makegood pays ${many} ${many === 1 ? "refund" : "refunds"} once more: ${amounts} in all. What is above your limit is left out and named.${limited}`;
    case "ask":
      return `Makegood asks the payment provider at once what became of ${many} ${many === 1 ? "refund" : "refunds"}: ${amounts}. Nothing is paid twice.${limited}`;
    case "handle":
      return `Makegood reads ${many} ${many === 1 ? "event" : "events"} again and does what follows from ${many === 1 ? "it" : "them"}. What is done already is not done twice; what still cannot be handled stands here again.${limited}`;
    default:
      return `Makegood sends ${many} ${many === 1 ? "message" : "messages"} again. Whoever has one already recognises it.${limited}`;
  }
}
