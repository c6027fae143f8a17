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
  /** Of the asked pieces, or the smaller amount that was asked for. */
  priceMinor: number;
  isPartOfPrice: boolean;
}>;

/** What a request comes to, from the order's own prices. Amounts in minor units. */
export type Asked = Readonly<{
  items: readonly AskedItem[];
  isWholeOrder: boolean;
  linesMinor: number;
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
  const isImplicit = request.action === "cancel" && request.lines.length === 0;
  const wanted = isImplicit ? leftOf(order.lines) : sumPieces(request.lines);
  const items = [...wanted].map(([itemId, want]) => lookUp(itemId, want, order.lines));
  const left = leftOf(order.lines);
  const isWholeOrder =
    items.every((item) => !item.isPartOfPrice) &&
    [...left].every(([itemId, { quantity }]) => (wanted.get(itemId)?.quantity ?? 0) >= quantity);
  const linesMinor = items.reduce((sum, { priceMinor }) => sum + priceMinor, 0);
  const shippingMinor =
    request.action === "cancel" && isWholeOrder
      ? shippingLeftMinor
      : Math.min(request.shippingMinor, shippingLeftMinor);
  const goodwillMinor = request.goodwillMinor ?? 0;
  const totalMinor = linesMinor + shippingMinor + goodwillMinor;
  return { items, isWholeOrder, linesMinor, shippingMinor, goodwillMinor, totalMinor };
}

type Want = Readonly<{ quantity: number; amountMinor?: number | undefined }>;

function sumPieces(lines: PolicyFacts["request"]["lines"]): ReadonlyMap<string, Want> {
  const sums = new Map<string, Want>();
  for (const { itemId, quantity, amountMinor } of lines) {
    const before = sums.get(itemId);
    const isPart = amountMinor !== undefined || before?.amountMinor !== undefined;
    sums.set(itemId, {
      quantity: quantity + (before?.quantity ?? 0),
      ...(isPart ? { amountMinor: (amountMinor ?? 0) + (before?.amountMinor ?? 0) } : {}),
    });
  }
  return sums;
}

function leftOf(lines: PolicyFacts["order"]["lines"]): ReadonlyMap<string, Want> {
  const left = new Map<string, Want>();
  for (const line of lines) {
    if (line.left > 0)
      left.set(line.itemId, { quantity: line.left + (left.get(line.itemId)?.quantity ?? 0) });
  }
  return left;
}

function lookUp(itemId: string, want: Want, lines: PolicyFacts["order"]["lines"]): AskedItem {
  const own = lines.filter((line) => line.itemId === itemId);
  let open = want.quantity;
  let priceMinor = 0;
  for (const line of own) {
    const pieces = Math.min(open, line.left);
    priceMinor += pieces * line.unitPriceMinor;
    open -= pieces;
  }
  const asked = want.amountMinor;
  const isPartOfPrice = asked !== undefined && asked < priceMinor;
  return {
    itemId,
    name: own[0]?.name ?? null,
    categories: [...new Set(own.flatMap(({ category }) => category ?? []))],
    isFinalSale: own.some((line) => line.isFinalSale),
    quantity: want.quantity,
    left: own.reduce((sum, line) => sum + line.left, 0),
    priceMinor: isPartOfPrice ? asked : priceMinor,
    isPartOfPrice,
  };
}

/** A moment as facts hold it; null when nobody recorded one. */
export function momentOf(text: string | null): Date | null {
  const moment = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(moment) ? null : new Date(moment);
}
