import { noSuch } from "./errors";
import type { PageInput } from "./params";

type Range = {
  gt?: number | undefined;
  gte?: number | undefined;
  lt?: number | undefined;
  lte?: number | undefined;
};
type Page<Item> = { object: "list"; data: Item[]; has_more: boolean; url: string };
type Source<Stored> = {
  url: string;
  /** How Stripe names the thing in "No such …". */
  what: string;
  idOf: (stored: Stored) => string;
};

/**
 * One cursor page, newest first.
 * @param oldestFirst everything that may be listed, in the order in which it came to be
 */
export function page<Stored, Item extends { created: number }>(
  oldestFirst: readonly Stored[],
  shape: (stored: Stored) => Item,
  input: PageInput,
  source: Source<Stored>,
): Page<Item> {
  const { created } = input;
  const all = oldestFirst
    .toReversed()
    .filter((stored) => created === undefined || isWithin(shape(stored).created, created));
  const [start, end] = findBounds(all.map(source.idOf), input, source.what);
  const hasMore = input.ending_before === undefined ? end < all.length : start > 0;
  return { object: "list", data: all.slice(start, end).map(shape), has_more: hasMore, url: source.url };
}

function findBounds(ids: readonly string[], input: PageInput, what: string): [start: number, end: number] {
  if (input.ending_before !== undefined) {
    const end = requireIndex(ids, input.ending_before, what, "ending_before");
    return [Math.max(0, end - input.limit), end];
  }
  const after = input.starting_after;
  const start = after === undefined ? 0 : requireIndex(ids, after, what, "starting_after") + 1;
  return [start, start + input.limit];
}

function requireIndex(ids: readonly string[], id: string, what: string, param: string): number {
  const index = ids.indexOf(id);
  if (index < 0) throw noSuch(what, id, param, 400);
  return index;
}

function isWithin(created: number, range: Range): boolean {
  const { gt = -1, gte = 0, lt = Number.MAX_VALUE, lte = Number.MAX_VALUE } = range;
  return created > gt && created >= gte && created < lt && created <= lte;
}
