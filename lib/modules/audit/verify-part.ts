import "server-only";
import { and, eq } from "drizzle-orm";
import type { MemberActor } from "@/lib/platform/actor";
import { readAs, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { type ChainHead, chainStart, verifyChain } from "./chain";
import { mayReadAudit } from "./policy";
import { findHead, readChain } from "./read-chain";
import type { AuditRow, ChainPart } from "./schema";
import { auditLog } from "./tables";

const checkedAtOnce = 2_000;

/**
 * Checks the next entries of the tenant's chain behind a position: a part, so that a long log is checked in many short
 * questions. Parts that follow each other check the whole chain, because each begins at the seal that the one before ends
 * with.
 * @throws DomainError `forbidden` for who may not read the log
 */
export async function verifyPart(actor: MemberActor, after: number): Promise<ChainPart> {
  if (!mayReadAudit(actor)) {
    throw new DomainError("forbidden", "A lead, finance or an admin reads the audit log.");
  }
  const [part] = await readAs(actor, (db) => [check(db, actor.tenantId, after)]);
  return part;
}

async function check(db: Transaction, tenantId: string, after: number): Promise<ChainPart> {
  const { head, unsealed } = await findHead(db, tenantId);
  const from = await sealAt(db, tenantId, Math.min(after, head.position));
  const entries: AuditRow[] = [];
  for await (const entry of readChain(db, tenantId, { after: from.position })) {
    entries.push(entry);
    if (entries.length === checkedAtOnce) break;
  }
  const isLast = entries.length < checkedAtOnce;
  // Sealed meanwhile: the head was read first, so a chain that goes on behind it is not broken.
  const upToHead = entries.filter(({ position }) => (position ?? 0) <= head.position);
  const report = await verifyChain(upToHead, isLast ? head : undefined, from);
  return {
    checked: report.checked,
    upTo: report.head.position,
    total: head.position,
    unsealed,
    erasedNames: report.erasedNames,
    broken: report.broken,
    nextFrom: isLast || report.broken ? undefined : report.head.position,
  };
}

async function sealAt(db: Transaction, tenantId: string, position: number): Promise<ChainHead> {
  if (position <= 0) return chainStart;
  const [entry] = await db
    .select({ hash: auditLog.hash })
    .from(auditLog)
    .where(and(eq(auditLog.tenantId, tenantId), eq(auditLog.position, position)));
  return { position, hash: entry?.hash ?? "" };
}
