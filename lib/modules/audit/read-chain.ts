import { and, asc, eq, gt, gte, isNull, lt, sql } from "drizzle-orm";
import type { Transaction } from "@/lib/platform/db";
import { type ChainHead, chainStart } from "./chain";
import type { AuditRow } from "./schema";
import { auditHeads, auditLog } from "./tables";

// As text, because a JavaScript date would cut the microseconds that order and hash depend on.
const momentText = sql<string>`to_char(${auditLog.createdAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** An entry with every column that counts as evidence. */
export const auditColumns = {
  id: auditLog.id,
  tenantId: auditLog.tenantId,
  actorKind: auditLog.actorKind,
  actorId: auditLog.actorId,
  actorName: auditLog.actorName,
  action: auditLog.action,
  subjectType: auditLog.subjectType,
  subjectId: auditLog.subjectId,
  detail: auditLog.detail,
  before: auditLog.before,
  after: auditLog.after,
  origin: auditLog.origin,
  createdAt: momentText,
  position: auditLog.position,
  previousHash: auditLog.previousHash,
  hash: auditLog.hash,
} as const;

const readAtOnce = 1_000;

type Span = Readonly<{
  from?: Date;
  to?: Date;
  /** Begin behind this position. */
  after?: number;
}>;

/** The tenant's sealed entries in the order of the chain, a thousand at a time. */
export async function* readChain(
  tx: Transaction,
  tenantId: string,
  { from, to, after = 0 }: Span = {},
): AsyncGenerator<AuditRow> {
  let last = after;
  for (;;) {
    const page = await tx
      .select(auditColumns)
      .from(auditLog)
      .where(
        and(
          eq(auditLog.tenantId, tenantId),
          gt(auditLog.position, last),
          from ? gte(auditLog.createdAt, from) : undefined,
          to ? lt(auditLog.createdAt, to) : undefined,
        ),
      )
      .orderBy(asc(auditLog.position))
      .limit(readAtOnce);
    yield* page;
    last = page.at(-1)?.position ?? 0;
    if (page.length < readAtOnce) return;
  }
}

/** Where the tenant's chain must end, and how many entries wait to be sealed. */
export async function findHead(
  tx: Transaction,
  tenantId: string,
): Promise<Readonly<{ head: ChainHead; unsealed: number }>> {
  const [head] = await tx
    .select({ position: auditHeads.position, hash: auditHeads.hash })
    .from(auditHeads)
    .where(eq(auditHeads.tenantId, tenantId));
  const unsealed = await tx.$count(auditLog, and(eq(auditLog.tenantId, tenantId), isNull(auditLog.hash)));
  return { head: head ?? chainStart, unsealed };
}
