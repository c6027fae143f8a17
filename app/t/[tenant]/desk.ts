import "server-only";
import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";
import { type PaneSteps, paneStepsOf } from "@/components/panes";
import { findInboxCounts } from "@/lib/modules/cases/counts";
import type { MemberActor } from "@/lib/platform/actor";
import { findVisitor, requireActor } from "@/lib/web/session";

/** Where the reader works: what every page of the desk needs to know of the tenant. */
export type Desk = Readonly<{
  actor: MemberActor;
  tenant: Readonly<{ slug: string; name: string; currency: string }>;
}>;

/** The reader's desk; 404 for everybody who is no member of `slug`. */
export const requireDesk = cache(async (slug: string): Promise<Desk> => {
  const actor = await requireActor(slug);
  const membership = (await findVisitor())?.memberships.find((candidate) => candidate.slug === slug);
  if (!membership) notFound();
  return { actor, tenant: { slug, name: membership.tenantName, currency: membership.currency } };
});

/** Every desk that the reader may open. */
export async function listDesks(): Promise<readonly Readonly<{ slug: string; name: string }>[]> {
  const memberships = (await findVisitor())?.memberships ?? [];
  return memberships.map(({ slug, tenantName }) => ({ slug, name: tenantName }));
}

/** Counted once for a request, whether the rail or the inbox asks. */
export const countDesk = cache(async (slug: string) => findInboxCounts((await requireDesk(slug)).actor));

/** How wide the reader left the panes, as the browser remembers it. */
export async function findPaneSteps(): Promise<PaneSteps> {
  const jar = await cookies();
  return paneStepsOf((name) => jar.get(name)?.value);
}
