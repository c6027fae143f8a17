import type { Desk } from "@/app/t/[tenant]/desk";
import { CaseHeader } from "@/components/case-header";
import { listMembers } from "@/lib/modules/access/members";
import { mayChangeCase } from "@/lib/modules/cases/policy";
import type { CaseDetail } from "@/lib/modules/cases/schema";
import { findRelated, listLabels, type RelatedCase } from "@/lib/modules/cases/thread";
import { CaseActs } from "./acts/case-acts";
import { MergedBanner } from "./acts/merged-banner";
import { Clocks } from "./clocks";
import { Presence } from "./live-case";

type Props = Readonly<{
  desk: Desk;
  found: CaseDetail;
  merged: readonly RelatedCase[];
  /** The list that the case was opened from. */
  backHref: string;
}>;

/** Which case this is, what is owed by when, who else is here, and what can be done with it. */
export async function HeaderPart({ desk, found, merged, backHref }: Props) {
  const { actor, tenant } = desk;
  const [members, labelsInUse, into] = await Promise.all([
    listMembers(actor),
    listLabels(actor),
    found.mergedIntoId ? findRelated(actor, found.mergedIntoId) : undefined,
  ]);
  const working = members.filter(({ role, disabledAt }) => !disabledAt && role !== "viewer");
  return (
    <>
      <CaseHeader
        {...found}
        customerName={found.customer.name}
        backHref={backHref}
        clocks={<Clocks found={found} />}
        actions={
          <CaseActs
            tenantSlug={tenant.slug}
            me={{ id: actor.userId, name: actor.name }}
            found={{
              ...{ id: found.id, number: found.number, conversation: found.conversation },
              ...{ assigneeId: found.assigneeId, labels: found.labels },
            }}
            members={working.map(({ userId, name }) => ({ id: userId, name }))}
            labelsInUse={labelsInUse}
            change={mayChangeCase(actor, found, {})}
            resolve={mayChangeCase(actor, found, { conversation: "resolved" })}
          />
        }
        merged={merged.map(({ id, number }) => ({ number, href: `/t/${tenant.slug}/cases/${id}` }))}
      >
        <Presence caseId={found.id} />
      </CaseHeader>
      {into && (
        <MergedBanner
          tenantSlug={tenant.slug}
          caseId={found.id}
          into={into}
          mayUndo={actor.role !== "viewer"}
        />
      )}
    </>
  );
}
