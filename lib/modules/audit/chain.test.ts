import { expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { type ChainHead, chainStart, sealOf, verifyChain } from "./chain";
import type { AuditRow } from "./schema";

const tenantId = newId();

function entry(index: number): AuditRow {
  const createdAt = `2026-03-01T09:00:00.${String(index).padStart(6, "0")}Z`;
  return {
    ...{ id: newId(), tenantId, actorKind: "member", actorId: newId(), actorName: "Ana Ruiz", createdAt },
    ...{
      action: "decision.approved",
      subjectType: "decision",
      subjectId: newId(),
      detail: { amountMinor: index },
    },
    ...{ before: { state: "proposed" }, after: { state: "approved" }, origin: { network: "127.0.0.1" } },
    ...{ position: null, previousHash: null, hash: null },
  };
}

function chainOf(length: number): readonly AuditRow[] {
  let previous: ChainHead = chainStart;
  return Array.from({ length }, (_, index) => {
    const row = entry(index);
    const { position, hash } = sealOf(row, previous);
    const sealed = { ...row, position, previousHash: previous.hash, hash };
    previous = { position, hash };
    return sealed;
  });
}

const headOf = (chain: readonly AuditRow[]): ChainHead => ({
  position: chain.length,
  hash: chain.at(-1)?.hash ?? chainStart.hash,
});

const chain = chainOf(5);
const changed = (position: number, change: Partial<AuditRow>) =>
  chain.map((row) => (row.position === position ? { ...row, ...change } : row));

it("finds an untouched chain whole, and says where it ends", async () => {
  const report = await verifyChain(chain, headOf(chain));
  expect(report).toEqual({ checked: 5, erasedNames: 0, head: headOf(chain), broken: null });
  expect(await verifyChain([], chainStart)).toMatchObject({ checked: 0, broken: null });
});

it.each<[string, Partial<AuditRow>]>([
  ["id", { id: newId() }],
  ["tenant", { tenantId: newId() }],
  ["kind of actor", { actorKind: "key" }],
  ["actor", { actorId: newId() }],
  ["missing actor", { actorId: null }],
  ["name", { actorName: "Ben Osei" }],
  ["action", { action: "decision.denied" }],
  ["type of subject", { subjectType: "refund" }],
  ["subject", { subjectId: newId() }],
  ["detail", { detail: { amountMinor: 2.5 } }],
  ["another field in the detail", { detail: { amountMinor: 2, note: "" } }],
  ["before", { before: null }],
  ["after", { after: { state: "denied" } }],
  ["origin", { origin: {} }],
  ["time, by a microsecond", { createdAt: "2026-03-01T09:00:00.000003Z" }],
  ["seal", { hash: `${"0".repeat(64)}.${chain[2]?.hash?.split(".")[1]}` }],
  ["missing seal", { hash: null }],
  ["fingerprint of the name", { hash: `${chain[2]?.hash?.split(".")[0]}.${"0".repeat(64)}` }],
  ["link", { previousHash: chain[0]?.hash ?? "" }],
])("names the entry whose %s was altered", async (_, change) => {
  const { broken, checked } = await verifyChain(changed(3, change), headOf(chain));
  expect(broken?.position).toBe(3);
  expect(checked).toBe(2);
});

it("is not fooled by a seal that was made anew for an altered entry: the next one does not follow it", async () => {
  const altered = chain.map((row) => ({ ...row }));
  const [, second, third] = altered;
  if (!second || !third) throw new Error("the chain is too short");
  const forged = { ...third, detail: { amountMinor: 1 } };
  const seal = sealOf(forged, { position: 2, hash: second.hash ?? "" });
  altered[2] = { ...forged, hash: seal.hash };
  expect((await verifyChain(altered, headOf(chain))).broken?.position).toBe(4);
});

it("names the position of what is missing, at the beginning, in between and at the end", async () => {
  const without = (position: number) => chain.filter((row) => row.position !== position);
  for (const position of [1, 3, 5])
    expect((await verifyChain(without(position), headOf(chain))).broken?.position).toBe(position);
  expect((await verifyChain([], headOf(chain))).broken?.position).toBe(1);
});

it("names the first of two entries that changed places, with or without their positions", async () => {
  const [one, two, three, four, five] = chain;
  if (!one || !two || !three || !four || !five) throw new Error("the chain is too short");
  const reordered = [one, three, two, four, five];
  expect((await verifyChain(reordered, headOf(chain))).broken?.position).toBe(2);
  const renumbered = reordered.map((row, index) => ({ ...row, position: index + 1 }));
  expect((await verifyChain(renumbered, headOf(chain))).broken?.position).toBe(2);
});

it("names the head when it is not where the chain ends", async () => {
  const other = { position: 5, hash: chain[3]?.hash ?? "" };
  expect((await verifyChain(chain, other)).broken?.position).toBe(5);
  expect((await verifyChain(chain, { position: 4, hash: chain[3]?.hash ?? "" })).broken).not.toBeNull();
});

it("stays whole when an account was erased and its name with it, and counts what lost a name", async () => {
  const report = await verifyChain(changed(3, { actorName: "Former member" }), headOf(chain));
  expect(report).toMatchObject({ checked: 5, erasedNames: 1, broken: null });
});

it("does not take the name of a key for one that was erased", async () => {
  const key: AuditRow = { ...entry(0), actorKind: "key" };
  const seal = sealOf(key, chainStart);
  const sealed = { ...key, ...seal, previousHash: chainStart.hash };
  expect((await verifyChain([sealed], seal)).broken).toBeNull();
  expect((await verifyChain([{ ...sealed, actorName: "Former member" }], seal)).broken?.position).toBe(1);
});

it("checks a part of a chain from the seal before it", async () => {
  const before = { position: 2, hash: chain[1]?.hash ?? "" };
  expect(await verifyChain(chain.slice(2), headOf(chain), before)).toMatchObject({
    checked: 3,
    broken: null,
  });
});
