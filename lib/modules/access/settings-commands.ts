import "server-only";
import { eq, sql } from "drizzle-orm";
import { recordAudit } from "@/lib/modules/audit/audit";
import { appendEvent } from "@/lib/modules/outbox/outbox";
import type { MemberActor } from "@/lib/platform/actor";
import { canonicalJson } from "@/lib/platform/canonical";
import { asActor, readAs, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { findActiveMember, requireManager } from "./members";
import type { UpdateSettings } from "./schema";
import { loadSettings, type TenantSettings } from "./settings";
import { tenantSettings } from "./tables";

/** What the workspace has set, or the defaults. */
export async function findSettings(actor: MemberActor): Promise<TenantSettings> {
  const [settings] = await readAs(actor, (db) => [loadSettings(db, actor.tenantId)]);
  return settings;
}

/**
 * Sets the limits and habits of a workspace, as an admin who proved who they are within ten minutes.
 * @returns the new version
 * @throws DomainError conflict, with the version there is now, when somebody changed them meanwhile
 */
export const updateSettings = (actor: MemberActor, input: UpdateSettings): Promise<number> =>
  asActor(actor, async (tx) => {
    requireManager(actor);
    const { tenantId } = actor;
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`settings:${tenantId}`}, 0))`);
    const { version: readVersion, ...wanted } = input;
    const { version: oldVersion, ...former } = await loadSettings(tx, tenantId);
    if (oldVersion !== readVersion) {
      throw new DomainError("conflict", "Somebody changed the settings meanwhile. Open them again.", {
        more: { version: oldVersion },
      });
    }
    if (wanted.deputyId) await requireDeputy(tx, tenantId, wanted.deputyId);
    const version = oldVersion + 1;
    const row = { ...wanted, version, updatedAt: sql`now()` };
    if (oldVersion === 0) await tx.insert(tenantSettings).values({ ...row, tenantId });
    else await tx.update(tenantSettings).set(row).where(eq(tenantSettings.tenantId, tenantId));
    await appendEvent(
      tx,
      { tenantId, type: "tenant", id: tenantId },
      { type: "settings.changed", payload: { version } },
    );
    const { before, after } = changesOf(former, wanted);
    await recordAudit(tx, actor, {
      action: "settings.changed",
      subjectType: "settings",
      subjectId: tenantId,
      before: { ...before, version: oldVersion },
      after: { ...after, version },
    });
    return version;
  });

async function requireDeputy(tx: Transaction, tenantId: string, userId: string): Promise<void> {
  const member = await findActiveMember(tx, tenantId, userId);
  if (member?.role === "lead" || member?.role === "finance") return;
  throw new DomainError("invalid", "The deputy is a lead or somebody of finance who works here now.", {
    field: "deputyId",
  });
}

type Fields = Readonly<Record<string, unknown>>;

/** Only what differs, under the same names. */
function changesOf(former: Fields, wanted: Fields): { before: Fields; after: Fields } {
  const names = Object.keys(wanted).filter(
    (name) => canonicalJson(former[name]) !== canonicalJson(wanted[name]),
  );
  const pick = (fields: Fields) => Object.fromEntries(names.map((name) => [name, fields[name]]));
  return { before: pick(former), after: pick(wanted) };
}
