import type { MemberActor } from "@/lib/platform/actor";
import { type Doing, doings, type Viewer } from "./live-schema";

/** Who is on a case and at what, as one text that Redis keeps until its time runs out. */
export type Beat = Readonly<{ member: string; lastsMs: number }>;

// Typing must stop showing soon after it stops; who looks at a case asks every two seconds at most.
const lastsMs: Readonly<Record<Doing, number>> = {
  viewing: 8_000,
  note: 5_000,
  reply: 5_000,
  decision: 5_000,
};

export const beatOf = (actor: MemberActor, caseId: string, doing: Doing): Beat => ({
  member: [caseId, actor.userId, doing, actor.name].join("|"),
  lastsMs: lastsMs[doing],
});

/**
 * Who is on which case.
 * @param members what `beatOf` wrote and Redis still has
 */
export function viewersByCase(members: readonly string[]): ReadonlyMap<string, readonly Viewer[]> {
  const found = new Map<string, Viewer[]>();
  for (const member of members) {
    const [caseId = "", userId = "", doing, ...name] = member.split("|");
    const known = doings.find((candidate) => candidate === doing);
    if (!known) continue;
    const others = found.get(caseId) ?? [];
    const before = others.find((viewer) => viewer.userId === userId);
    const viewer = { userId, name: name.join("|"), doing: stronger(known, before?.doing ?? "viewing") };
    found.set(caseId, [...others.filter((other) => other !== before), viewer]);
  }
  return new Map([...found].map(([caseId, viewers]) => [caseId, viewers.sort(byName)]));
}

const stronger = (one: Doing, other: Doing): Doing =>
  doings.indexOf(one) > doings.indexOf(other) ? one : other;

// Redis orders by time; a row of names that changes places with every beat could not be read.
const byName = (one: Viewer, other: Viewer): number =>
  one.name.localeCompare(other.name) || one.userId.localeCompare(other.userId);
