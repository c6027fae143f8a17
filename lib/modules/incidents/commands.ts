import "server-only";
import { and, eq, isNull, notInArray, sql } from "drizzle-orm";
import { findActiveMember } from "@/lib/modules/access/members";
import { recordAudit } from "@/lib/modules/audit/audit";
import { forgetInboxCounts } from "@/lib/modules/cases/counts";
import { makeDue } from "@/lib/modules/effects/commands";
import { redriveEffect, waiveEffect } from "@/lib/modules/effects/redrive";
import { retryRefund } from "@/lib/modules/refunds/alternatives";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor, asRelay, asTenant, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { retryEvent } from "./parked";
import { mayHandle, mayPayAgain, maySkip, type Permission } from "./policy";
import { listCauses, listIncidents, listStuck } from "./queries";
import type { BulkOutcome, Incident, OwnIncident, RetryIncident, SkipIncident, StuckThing } from "./schema";
import { incidents } from "./tables";
import { type IncidentAct, incidentWords } from "./words";

const triedAtOnce = 200;
const clearedAtOnce = 100;

/** Says who takes care of an incident, and what they note. @throws DomainError `not_found` once it is over */
export async function ownIncident(actor: MemberActor, input: OwnIncident): Promise<void> {
  demand(mayHandle(actor));
  await requireIncident(actor, input.cause);
  await asActor(actor, async (tx) => {
    const ownerId = input.ownerId === "" ? null : input.ownerId;
    if (ownerId && !(await findActiveMember(tx, actor.tenantId, ownerId))) {
      throw new DomainError("invalid", "Choose somebody who works here.", { field: "ownerId" });
    }
    const incidentId = await upsert(tx, actor, { cause: input.cause, ownerId, note: input.note });
    await recordAudit(tx, actor, {
      action: "incident.owned",
      subjectType: "incident",
      subjectId: incidentId,
      detail: { cause: input.cause, ownerId, note: input.note },
    });
  });
}

async function upsert(
  tx: Transaction,
  { tenantId }: MemberActor,
  named: Readonly<{ cause: string; ownerId: string | null; note: string }>,
): Promise<string> {
  const [row] = await tx
    .insert(incidents)
    .values({ id: newId(), tenantId, ...named })
    .onConflictDoUpdate({
      target: [incidents.tenantId, incidents.cause],
      targetWhere: isNull(incidents.clearedAt),
      set: { ownerId: named.ownerId, note: named.note },
    })
    .returning({ id: incidents.id });
  if (!row) throw new Error("the incident was not written");
  return row.id;
}

const tries: Readonly<
  Record<Exclude<IncidentAct, "none">, (actor: MemberActor, thing: StuckThing) => Promise<void>>
> = {
  pay_again: (actor, { subjectId: refundId }) => retryRefund(actor, { refundId }),
  ask: (actor, { subjectId, caseId }) =>
    asActor(actor, async (tx) => {
      await makeDue(tx, { tenantId: actor.tenantId, kind: "payout" }, [subjectId]);
      await recordAudit(tx, actor, {
        action: "refund.asked_again",
        subjectType: "refund",
        subjectId,
        detail: { caseId },
      });
    }),
  deliver: (actor, { subjectId }) => redriveEffect(actor, subjectId),
  handle: retryEvent,
};

/**
 * Tries again what is stuck for one cause, the oldest first and each for itself: what cannot be tried is named and stops
 * nothing else.
 * @throws DomainError `conflict` when more is stuck than the preview said
 */
export async function retryIncident(actor: MemberActor, input: RetryIncident): Promise<BulkOutcome> {
  const incident = await requireIncident(actor, input.cause);
  const { act } = incidentWords(incident.cause, incident.error);
  if (act === "none") throw new DomainError("invalid", "This cannot be tried again from here.");
  demand(act === "pay_again" ? mayPayAgain(actor) : mayHandle(actor));
  if (incident.count > input.count) {
    throw new DomainError("conflict", `There are ${incident.count} now. Look at them again before you try.`);
  }
  return forEach(actor, incident, "incident.retried", (thing) => tries[act](actor, thing));
}

/** Gives up deliveries that are stuck for one cause, with the reason. @throws DomainError as `retryIncident` */
export async function skipIncident(actor: MemberActor, input: SkipIncident): Promise<BulkOutcome> {
  demand(maySkip(actor));
  const incident = await requireIncident(actor, input.cause);
  if (incidentWords(incident.cause, incident.error).act !== "deliver") {
    throw new DomainError("invalid", "Money is not skipped. Withdraw the refund or pay it another way.");
  }
  return forEach(actor, incident, "incident.skipped", ({ subjectId }) =>
    waiveEffect(actor, { effectId: subjectId, reason: input.reason }),
  );
}

async function forEach(
  actor: MemberActor,
  { cause, count }: Incident,
  action: string,
  attempt: (thing: StuckThing) => Promise<void>,
): Promise<BulkOutcome> {
  const { rows } = await listStuck(actor, { cause }, triedAtOnce);
  const refused: { caseNumber: number | null; words: string }[] = [];
  for (const thing of rows) {
    try {
      await attempt(thing);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refused.push({ caseNumber: thing.caseNumber, words: error.publicMessage });
    }
  }
  const done = rows.length - refused.length;
  await asActor(actor, (tx) =>
    recordAudit(tx, actor, {
      action,
      subjectType: "tenant",
      subjectId: actor.tenantId,
      detail: { cause, done, refused: refused.length },
    }),
  );
  await forgetInboxCounts(actor.tenantId);
  return { done, refused, left: Math.max(0, count - rows.length) };
}

async function requireIncident(actor: MemberActor, cause: string): Promise<Incident> {
  const found = (await listIncidents(actor)).find((incident) => incident.cause === cause);
  if (!found) throw new DomainError("not_found", "This is over: nothing is stuck for this reason any more.");
  return found;
}

/** Writes down which incidents are over, for every tenant: nobody has to close what has gone away. Repeatable. */
export async function clearIncidents(): Promise<void> {
  const open = await asRelay((tx) =>
    tx
      .selectDistinct({ tenantId: incidents.tenantId })
      .from(incidents)
      .where(isNull(incidents.clearedAt))
      .limit(clearedAtOnce),
  );
  for (const { tenantId } of open) {
    await asTenant(tenantId, async (tx) => {
      const causes = await listCauses(tx, tenantId);
      await tx
        .update(incidents)
        .set({ clearedAt: sql`now()` })
        .where(
          and(
            eq(incidents.tenantId, tenantId),
            isNull(incidents.clearedAt),
            causes.length > 0 ? notInArray(incidents.cause, causes) : undefined,
          ),
        );
    });
  }
}

function demand(permission: Permission): void {
  if (!permission.allowed) throw new DomainError("forbidden", permission.reason);
}
