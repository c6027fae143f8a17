import type { Desk } from "@/app/t/[tenant]/desk";
import { listMacros } from "@/lib/modules/cases/macros";
import { mayWrite } from "@/lib/modules/cases/policy";
import type { CaseDetail } from "@/lib/modules/cases/schema";
import type { Thread } from "@/lib/modules/cases/thread";
import { findVariables } from "@/lib/modules/cases/variable-values";
import { Composer } from "./composer/composer";

type Props = Readonly<{ desk: Desk; found: CaseDetail; thread: Thread }>;

/** The composer with everything it needs of this case. */
export async function ComposerPart({ desk, found, thread }: Props) {
  const [macros, values] = await Promise.all([
    listMacros(desk.actor),
    findVariables(desk.actor, { ...found, customerId: found.customer.id }),
  ]);
  return (
    <Composer
      // Each case has a draft and a hold of its own.
      key={found.id}
      tenantSlug={desk.tenant.slug}
      caseId={found.id}
      me={desk.actor.userId}
      subject={found.subject}
      customer={{ name: found.customer.name, email: found.customer.email }}
      values={values}
      macros={macros}
      permissions={{ reply: mayWrite(desk.actor, found), note: mayWrite(desk.actor, found, "note") }}
      seenMessageId={thread.entries.findLast(({ kind }) => kind !== "event")?.id}
    />
  );
}
