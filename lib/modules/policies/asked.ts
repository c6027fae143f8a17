import type { PolicyFacts } from "./schema";

/** One item that is asked about, with what the order says of it. */
export type AskedItem = Readonly<{
  itemId: string;
  /** Missing: the order has no such item. */
  name: string | null;
  /** Of every line that holds the item. */
  categories: readonly string[];
  isFinalSale: boolean;
  quantity: number;
  left: number;
  /** Of the asked pieces, as it was paid. */
  fullMinor: number;
  /** The same, or the smaller amount that was asked for. */
  priceMinor: number;
}>;

/** What a request comes to, from the order's own prices. Amounts in minor units. */
export type Asked = Readonly<{
  items: readonly AskedItem[];
  /** Every piece that is left is asked for, at whatever part of its price. */
  isEveryPiece: boolean;
  isWholeOrder: boolean;
  linesMinor: number;
  /** The price of the pieces, whatever part of it is asked for. */
  fullMinor: number;
  shippingMinor: number;
  goodwillMinor: number;
  /** Everything that is asked for. */
  totalMinor: number;
}>;

/**
 * Adds up what is asked for. An item that is named twice, or that the order holds twice, counts as a multiset: so many
 * pieces of it are asked for, and so many are left.
 */
export function addUp({ request, order, shippingLeftMinor }: PolicyFacts): Asked {
  const left = leftOf(order.lines);
  const isImplicit = request.action === "cancel" && request.lines.length === 0;
  const wanted = isImplicit ? left : sumPieces(request.lines);
  const items = [...wanted].map(([itemId, want]) => lookUp(itemId, want, order.lines));
  const isEveryPiece = [...left].every(
    ([itemId, { quantity }]) => (wanted.get(itemId)?.quantity ?? 0) >= quantity,
  );
  const isWholeOrder = isEveryPiece && items.every(({ priceMinor, fullMinor }) => priceMinor === fullMinor);
  const linesMinor = items.reduce((sum, { priceMinor }) => sum + priceMinor, 0);
  const fullMinor = items.reduce((sum, item) => sum + item.fullMinor, 0);
  const shippingMinor =
    request.action === "cancel" && isWholeOrder
      ? shippingLeftMinor
      : Math.min(request.shippingMinor, shippingLeftMinor);
  const goodwillMinor = request.goodwillMinor ?? 0;
  const totalMinor = linesMinor + shippingMinor + goodwillMinor;
  return {
    items,
    isEveryPiece,
    isWholeOrder,
    linesMinor,
    fullMinor,
    shippingMinor,
    goodwillMinor,
    totalMinor,
  };
}

/** Pieces of one item: how many, how many of them at their price, and how much is asked for the others. */
type Want = Readonly<{ quantity: number; atPrice: number; amountMinor: number }>;
const nothing: Want = { quantity: 0, atPrice: 0, amountMinor: 0 };

function sumPieces(lines: PolicyFacts["request"]["lines"]): ReadonlyMap<string, Want> {
  const sums = new Map<string, Want>();
  for (const { itemId, quantity, amountMinor } of lines) {
    const before = sums.get(itemId) ?? nothing;
    sums.set(itemId, {
      quantity: before.quantity + quantity,
      atPrice: before.atPrice + (amountMinor === undefined ? quantity : 0),
      amountMinor: before.amountMinor + (amountMinor ?? 0),
    });
  }
  return sums;
}

function leftOf(lines: PolicyFacts["order"]["lines"]): ReadonlyMap<string, Want> {
  return sumPieces(lines.flatMap(({ itemId, left }) => (left > 0 ? [{ itemId, quantity: left }] : [])));
}

function lookUp(itemId: string, want: Want, lines: PolicyFacts["order"]["lines"]): AskedItem {
  const own = lines.filter((line) => line.itemId === itemId);
  const fullMinor = priceOf(want.quantity, own);
  return {
    itemId,
    name: own[0]?.name ?? null,
    categories: [...new Set(own.flatMap(({ category }) => category ?? []))],
    isFinalSale: own.some((line) => line.isFinalSale),
    quantity: want.quantity,
    left: own.reduce((sum, line) => sum + line.left, 0),
    fullMinor,
    priceMinor: Math.min(fullMinor, priceOf(want.atPrice, own) + want.amountMinor),
  };
}

function priceOf(quantity: number, lines: PolicyFacts["order"]["lines"]): number {
  let open = quantity;
  let priceMinor = 0;
  for (const line of lines) {
    const pieces = Math.min(open, line.left);
    priceMinor += pieces * line.unitPriceMinor;
    open -= pieces;
  }
  return priceMinor;
}

/** What is asked for of these items alone, without shipping and goodwill: the same pieces at the same price. */
export const onlyItems = (facts: PolicyFacts, items: readonly AskedItem[]): PolicyFacts => ({
  ...facts,
  request: {
    ...facts.request,
    lines: items.map(({ itemId, quantity, priceMinor, fullMinor }) => ({
      ...{ itemId, quantity },
      ...(priceMinor < fullMinor ? { amountMinor: priceMinor } : {}),
    })),
    ...{ shippingMinor: 0, goodwillMinor: null },
  },
});

/** The goodwill in a request, as if nothing else were asked for. */
export const onlyGoodwill = (facts: PolicyFacts): PolicyFacts => ({
  ...facts,
  request: { ...facts.request, action: "goodwill", lines: [], shippingMinor: 0 },
});

/** A moment as facts hold it; null when nobody recorded one. */
export function momentOf(text: string | null): Date | null {
  const moment = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(moment) ? null : new Date(moment);
}
