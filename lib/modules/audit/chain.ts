import { hashOf } from "@/lib/platform/canonical";
import type { AuditRow } from "./schema";

/** What stands before the first entry of every chain. */
export const chainStart: ChainHead = { position: 0, hash: "0".repeat(64) };
/** What is left of a name when its account was erased. The database lets nothing else be written over a sealed name. */
export const erasedName = "Former member";

export type ChainHead = Readonly<{ position: number; hash: string }>;
type Unsealed = Omit<AuditRow, "position" | "previousHash" | "hash">;

/**
 * The seal of an entry that follows `previous`: the SHA-256 over everything it says, where it stands and the seal
 * before it; and, after a dot, the fingerprint of the actor's name, which the former covers. A name must be erasable,
 * and the chain outlives it.
 */
export function sealOf(entry: Unsealed, previous: ChainHead): ChainHead {
  const fingerprint = fingerprintOf(entry);
  const position = previous.position + 1;
  return { position, hash: `${digestOf(entry, fingerprint, position, previous.hash)}.${fingerprint}` };
}

// The id keeps equal names of different entries from having equal fingerprints.
const fingerprintOf = ({ id, actorName }: Unsealed): string => hashOf([id, actorName]);

function digestOf(entry: Unsealed, fingerprint: string, position: number, previousHash: string): string {
  const { id, tenantId, actorKind, actorId, action, subjectType, subjectId, createdAt } = entry;
  const { detail, before, after, origin } = entry;
  return hashOf({
    ...{ id, tenantId, actorKind, actorId, action, subjectType, subjectId, createdAt },
    ...{ detail, before, after, origin },
    ...{ fingerprint, position, previousHash },
  });
}

export type ChainReport = Readonly<{
  checked: number;
  /** Entries whose actor has erased their account: whole but for the name. */
  erasedNames: number;
  /** Where the chain that was checked ends. Keep it elsewhere, and a later check can tell whether it is still there. */
  head: ChainHead;
  broken: Readonly<{ position: number; reason: string }> | null;
}>;

/**
 * Checks entries in the order of their positions, and stops at the first one that is not what was sealed.
 * @param head where the chain must end; without it, what was cut off behind the last entry does not show
 * @param from where the entries begin, for a part of a chain
 */
export async function verifyChain(
  entries: AsyncIterable<AuditRow> | Iterable<AuditRow>,
  head?: ChainHead,
  from: ChainHead = chainStart,
): Promise<ChainReport> {
  let previous = from;
  let checked = 0;
  let erasedNames = 0;
  const report = (reason?: string): ChainReport => {
    const broken = reason === undefined ? null : { position: previous.position + 1, reason };
    return { checked, erasedNames, head: previous, broken };
  };
  for await (const entry of entries) {
    const fault = faultOf(entry, previous);
    if (fault !== undefined) return report(fault);
    if (entry.actorName === erasedName && entry.hash !== sealOf(entry, previous).hash) erasedNames += 1;
    previous = { position: previous.position + 1, hash: entry.hash ?? "" };
    checked += 1;
  }
  if (head && previous.position < head.position) {
    return report(`the entries ${previous.position + 1} to ${head.position} are missing at the end`);
  }
  if (head && (previous.position !== head.position || previous.hash !== head.hash)) {
    return {
      ...report(),
      broken: { position: previous.position, reason: "the chain does not end where its head says" },
    };
  }
  return report();
}

function faultOf(entry: AuditRow, previous: ChainHead): string | undefined {
  const expected = previous.position + 1;
  if (entry.position !== expected) {
    return `the entry is missing: after ${previous.position} comes ${entry.position}`;
  }
  if (entry.previousHash !== previous.hash) return "it does not follow the entry before it";
  const [digest, fingerprint] = (entry.hash ?? "").split(".");
  if (!digest || !fingerprint) return "it bears no seal";
  if (digest !== digestOf(entry, fingerprint, expected, previous.hash))
    return "it was altered after it was sealed";
  const isNamed = fingerprint === fingerprintOf(entry);
  const isErased = entry.actorKind === "member" && entry.actorName === erasedName;
  return isNamed || isErased ? undefined : "the actor's name was altered after it was sealed";
}
