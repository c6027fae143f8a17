import { and, asc, eq, isNull, ne, sql } from "drizzle-orm";
import { recordAudit } from "@/lib/modules/audit/audit";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor, readAs, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import type { EditMacro, Macro, MacroInput } from "./macro-schema";
import { mayManageMacros } from "./policy";
import { macros } from "./tables";

const columns = {
  id: macros.id,
  name: macros.name,
  body: macros.body,
  addsLabels: macros.addsLabels,
  setsConversation: macros.setsConversation,
  assignsToMe: macros.assignsToMe,
  version: macros.version,
  archivedAt: macros.archivedAt,
};

/** The macros of the tenant by name; those that were put away last. */
export async function listMacros(
  actor: MemberActor,
  { withArchived = false }: Readonly<{ withArchived?: boolean }> = {},
): Promise<Macro[]> {
  const [rows] = await readAs(actor, (db) => [
    db
      .select(columns)
      .from(macros)
      .where(and(eq(macros.tenantId, actor.tenantId), withArchived ? undefined : isNull(macros.archivedAt)))
      .orderBy(asc(macros.name)),
  ]);
  return rows.toSorted((one, other) => Number(one.archivedAt !== null) - Number(other.archivedAt !== null));
}

/** @throws DomainError `not_found` for one that was put away or is another tenant's */
export async function requireMacro(tx: Transaction, tenantId: string, macroId: string): Promise<Macro> {
  const [found] = await tx
    .select(columns)
    .from(macros)
    .where(and(eq(macros.tenantId, tenantId), eq(macros.id, macroId), isNull(macros.archivedAt)));
  if (found) return found;
  throw new DomainError("not_found", "This macro was put away. Send the words without it.", {
    field: "macroId",
  });
}

export const createMacro = (actor: MemberActor, input: MacroInput): Promise<void> =>
  asActor(actor, async (tx) => {
    demandManaging(actor);
    await requireFreeName(tx, actor.tenantId, input.name);
    const id = newId();
    await tx.insert(macros).values({ id, tenantId: actor.tenantId, ...input });
    await recordAudit(tx, actor, {
      action: "macro.created",
      subjectType: "macro",
      subjectId: id,
      after: { ...input },
    });
  });

/** @throws DomainError `conflict` when somebody changed it meanwhile, `invalid` for a name that is taken */
export const editMacro = (actor: MemberActor, { macroId, version, ...fields }: EditMacro): Promise<void> =>
  asActor(actor, async (tx) => {
    demandManaging(actor);
    const before = await lockMacro(tx, actor, macroId);
    if (before.version !== version) {
      throw new DomainError("conflict", "Somebody changed this macro meanwhile. Load the page to see how.", {
        more: { current: { id: macroId, version: before.version } },
      });
    }
    await requireFreeName(tx, actor.tenantId, fields.name, macroId);
    await change(tx, actor, before, { ...fields, version: version + 1 }, "macro.changed");
  });

/** Takes a macro out of use, or back into it. Done twice it is done once. */
export const putMacroAway = (actor: MemberActor, macroId: string, isAway: boolean): Promise<void> =>
  asActor(actor, async (tx) => {
    demandManaging(actor);
    const before = await lockMacro(tx, actor, macroId);
    if ((before.archivedAt !== null) === isAway) return;
    if (!isAway) await requireFreeName(tx, actor.tenantId, before.name, macroId);
    const archivedAt = isAway ? new Date() : null;
    await change(tx, actor, before, { archivedAt }, isAway ? "macro.archived" : "macro.restored");
  });

function demandManaging(actor: MemberActor): void {
  const permission = mayManageMacros(actor);
  if (!permission.allowed) throw new DomainError("forbidden", permission.reason);
}

async function lockMacro(tx: Transaction, actor: MemberActor, macroId: string): Promise<Macro> {
  const [found] = await tx
    .select(columns)
    .from(macros)
    .where(and(eq(macros.tenantId, actor.tenantId), eq(macros.id, macroId)))
    .for("update");
  if (!found) throw new DomainError("not_found", "This macro does not exist.");
  return found;
}

async function requireFreeName(
  tx: Transaction,
  tenantId: string,
  name: string,
  exceptId?: string,
): Promise<void> {
  // Two people who choose the same name queue here, and the second is told.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`macros:${tenantId}`}, 0))`);
  const taken = await tx.$count(
    macros,
    and(
      eq(macros.tenantId, tenantId),
      eq(macros.name, name),
      isNull(macros.archivedAt),
      exceptId ? ne(macros.id, exceptId) : undefined,
    ),
  );
  if (taken > 0)
    throw new DomainError("invalid", "There is a macro of this name already.", { field: "name" });
}

async function change(
  tx: Transaction,
  actor: MemberActor,
  before: Macro,
  fields: Partial<typeof macros.$inferInsert>,
  action: string,
): Promise<void> {
  await tx
    .update(macros)
    .set({ ...fields, updatedAt: new Date() })
    .where(and(eq(macros.tenantId, actor.tenantId), eq(macros.id, before.id)));
  await recordAudit(tx, actor, {
    action,
    subjectType: "macro",
    subjectId: before.id,
    before: { name: before.name, body: before.body },
    after: { ...fields },
  });
}
