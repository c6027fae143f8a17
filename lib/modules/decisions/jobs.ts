import { and, eq, isNull, lte, sql } from "drizzle-orm";
import { loadTenantWords } from "@/lib/modules/access/approvers";
import { loadSettings } from "@/lib/modules/access/settings";
import { endTry } from "@/lib/modules/effects/commands";
import type { Effect } from "@/lib/modules/effects/schema";
import { issueNotice } from "@/lib/modules/notices/commands";
import type { SystemActor } from "@/lib/platform/actor";
import { asTenant, type Transaction } from "@/lib/platform/db";
import { formatMoney } from "@/lib/platform/money";
import { endWithoutPayment, listAddressees } from "./follow-up";
import { findOpenApproval } from "./queries";
import { lookAgain } from "./review";
import type { Decision } from "./schema";
import { approvals } from "./tables";
import { endOpen, lockDecision, requireDecision } from "./write";

const batch = 100;

/**
 * Tells the deputy about what nobody answered by half time, and sends back what nobody answered at all. Repeatable:
 * each is done once, however many workers look.
 */
export async function tendApprovals(tenantId: string): Promise<void> {
  for (const { id } of await listWaiting(tenantId, "reminds")) await remind(tenantId, id);
  for (const { decisionId } of await listWaiting(tenantId, "expires")) {
    await sendBack(tenantId, decisionId, {
      approval: "expired",
      note: "Nobody answered in time.",
      error: "Nobody answered in time. Propose it anew, or ask somebody.",
    });
  }
}

/**
 * After a policy was published or the limits were set: what waits for a yes is asked about again, and goes back only if
 * the answer got worse. Repeatable.
 */
export async function reviewApprovals(effect: Effect): Promise<void> {
  const note = effect.destination === "settings" ? "The limits changed." : "The policy changed.";
  await reviewWaiting(effect.tenantId, note);
  await asTenant(effect.tenantId, (tx) => endTry(tx, effect, { state: "done" }));
}

async function reviewWaiting(tenantId: string, note: string): Promise<void> {
  for (const { decisionId } of await listWaiting(tenantId, "all")) {
    await sendBack(tenantId, decisionId, { approval: "void", note });
  }
}

const listWaiting = (tenantId: string, which: "reminds" | "expires" | "all") =>
  asTenant(tenantId, (tx) =>
    tx
      .select({ id: approvals.id, decisionId: approvals.decisionId })
      .from(approvals)
      .where(
        and(
          eq(approvals.tenantId, tenantId),
          eq(approvals.state, "waiting"),
          which === "expires" ? lte(approvals.expiresAt, sql`now()`) : undefined,
          which === "reminds"
            ? and(
                lte(approvals.remindsAt, sql`now()`),
                isNull(approvals.remindedAt),
                sql`${approvals.expiresAt} > now()`,
              )
            : undefined,
        ),
      )
      .orderBy(approvals.createdAt)
      .limit(which === "all" ? 10_000 : batch),
  );

async function remind(tenantId: string, approvalId: string): Promise<void> {
  await asTenant(tenantId, async (tx) => {
    const [due] = await tx
      .update(approvals)
      .set({ remindedAt: sql`now()` })
      .where(
        and(
          eq(approvals.tenantId, tenantId),
          eq(approvals.id, approvalId),
          eq(approvals.state, "waiting"),
          isNull(approvals.remindedAt),
        ),
      )
      .returning();
    if (!due) return;
    const decision = await requireDecision(tx, tenantId, due.decisionId);
    const tenant = await loadTenantWords(tx, tenantId);
    for (const { userId, email } of await listReminded(tx, tenantId, decision, due.requiredRole)) {
      await issueNotice(
        tx,
        { tenantId },
        {
          userId,
          email,
          kind: "approval_reminder",
          locale: tenant.locale,
          detail: {
            tenantName: tenant.name,
            proposedBy: decision.proposedByName,
            amount: formatMoney(decision.amountMinor, decision.currency, tenant.locale),
            path: `/t/${tenant.slug}/cases/${decision.caseId}`,
          },
        },
      );
    }
  });
}

// Without a deputy who may say yes to it, everybody who may is asked once more.
async function listReminded(tx: Transaction, tenantId: string, decision: Decision, role: "lead" | "finance") {
  const { deputyId } = await loadSettings(tx, tenantId);
  const people = await listAddressees(tx, tenantId, decision, role);
  const deputy = people.filter(({ userId }) => userId === deputyId);
  return deputy.length > 0 ? deputy : people;
}

type Ending = Readonly<{ approval: "expired" | "void"; note: string; error?: string }>;

async function sendBack(tenantId: string, decisionId: string, ending: Ending): Promise<void> {
  await asTenant(tenantId, async (tx, actor) => {
    const found = await lockWaiting(tx, actor, decisionId);
    if (!found) return;
    const { locked, decision } = found;
    const error = ending.error ?? (await worseWords(tx, found));
    if (!error) return;
    const ended = await endOpen(tx, actor, decision, {
      state: "returned",
      note: `${ending.note} ${error}`,
      approval: ending.approval,
    });
    await endWithoutPayment(tx, actor, locked, { decision: ended, isTold: false, error });
  });
}

type Waiting = Awaited<ReturnType<typeof lockDecision>>;

async function worseWords(tx: Transaction, { locked, decision }: Waiting): Promise<string | undefined> {
  const asked = await findOpenApproval(tx, locked.tenantId, decision.id);
  if (!asked) return undefined;
  const review = await lookAgain(tx, locked, decision, asked);
  return review.worse ? review.words : undefined;
}

// Somebody may have answered since the list was read.
async function lockWaiting(
  tx: Transaction,
  actor: SystemActor,
  decisionId: string,
): Promise<Waiting | undefined> {
  const open: readonly Decision["state"][] = ["awaiting_approval"];
  const found = await lockDecision(tx, actor, { decisionId }, [
    ...open,
    "approved",
    "denied",
    "returned",
    "withdrawn",
    "superseded",
    "revoked",
    "appealed",
  ]);
  return open.includes(found.decision.state) ? found : undefined;
}
