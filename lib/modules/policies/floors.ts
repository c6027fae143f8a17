import { lastDayAfter } from "@/lib/platform/wall-clock";
import { type AskedItem, addUp, momentOf, onlyItems } from "./asked";
import { known, type Setting } from "./finding";
import { isOriginalMethod } from "./order-rules";
import { checkRule } from "./rule-kinds";
import type { Floor, PolicyDocument, PolicyFacts, Rule, RuleTrace } from "./schema";
import { settingOf } from "./setting";
import type { Verdict } from "./terms";
import { milder, verdictOf } from "./verdict";

/** What a floor grants of a request: these items, and not the rest. */
export type Grant = Readonly<{
  floor: Floor;
  items: readonly AskedItem[];
  rest: readonly AskedItem[];
  document: PolicyDocument;
}>;

/** Which floors of a document grant a request, or a part of it, and what each of them looked at. */
export function listGrants(
  facts: PolicyFacts,
  document: PolicyDocument,
  now: Date,
): Readonly<{ floors: readonly RuleTrace[]; grants: readonly Grant[] }> {
  if (document.floors.length === 0) return { floors: [], grants: [] };
  const { items } = addUp(facts);
  const found = document.floors.map((floor) => checkFloor({ floor, document, items }, facts, now));
  return {
    floors: found.map(({ trace }) => trace),
    grants: found.flatMap(({ grant }) => grant ?? []),
  };
}

type Asking = Readonly<{ floor: Floor; document: PolicyDocument; items: readonly AskedItem[] }>;

/** Whether the law grants the request as it is, whatever the shop's own rules say. */
function checkFloor(
  { floor, document, items }: Asking,
  { request, order, timeZone = "UTC" }: PolicyFacts,
  now: Date,
): Readonly<{ trace: RuleTrace; grant: Grant | undefined }> {
  const isExcluded = ({ categories }: AskedItem) =>
    categories.some((category) => floor.excludedCategories.includes(category));
  const granted = items.filter((item) => !isExcluded(item));
  const delivered = momentOf(order.deliveredAt);
  const untilMs = delivered && lastDayAfter(delivered, floor.days, timeZone).untilMs;
  const isInTime =
    request.action === "return"
      ? untilMs !== null && now.getTime() <= untilMs
      : request.action === "cancel" && delivered === null && isUnderWay(order.status);
  const isThere = order.country !== null && floor.countries.includes(order.country);
  const isGranted = isThere && isInTime && granted.length > 0;
  return {
    grant: isGranted ? { floor, document, items: granted, rest: items.filter(isExcluded) } : undefined,
    trace: {
      ruleId: floor.id,
      kind: "floor",
      clauseId: floor.clauseId,
      result: isGranted ? "pass" : "fail",
      verdict: "allow",
      facts: [
        known("country", order.country),
        known("deliveredAt", order.deliveredAt),
        known("grantedUntil", untilMs === null ? null : new Date(untilMs).toISOString()),
      ],
      words: isGranted
        ? grantWords(floor, request.action, granted.length < items.length)
        : "The law does not grant this by itself, so the shop's own rules decide.",
      ...{ wouldChange: null, capMinor: null, waivedBy: null, needs: [] },
    },
  };
}

const isUnderWay = (status: PolicyFacts["order"]["status"]): boolean =>
  status === "pending" || status === "processed";

function grantWords({ days }: Floor, action: PolicyFacts["request"]["action"], isPart: boolean): string {
  const what = isPart ? "a part of this" : action === "cancel" ? "this cancellation" : "this return";
  const when = action === "cancel" ? "before the goods arrive" : `within ${days} days of delivery`;
  return `The law grants ${what} ${when}. The shop's own rules cannot refuse it.`;
}

/** What a rule found, as far as no law stands above it. */
export function waive(trace: RuleTrace, rule: Rule, setting: Setting, grants: readonly Grant[]): RuleTrace {
  const grant = grants.find(({ floor }) => isAbove(floor, rule, setting));
  if (!grant) return trace;
  const lawMinor = grant.items.reduce((sum, item) => sum + item.priceMinor, setting.asked.shippingMinor);
  if (trace.verdict === "allow" && (trace.capMinor === null || trace.capMinor >= lawMinor)) return trace;
  const waived = { ...trace, waivedBy: grant.floor.clauseId, needs: [] };
  if (grant.rest.length > 0) return waiveInPart(waived, rule, setting, { ...grant, lawMinor });
  return {
    ...waived,
    verdict: isOnItsWay(rule, setting.facts) ? milder(trace.verdict, "escalate") : "allow",
    capMinor: capOf(trace, rule, setting, lawMinor),
  };
}

const isAbove = ({ waives }: Floor, { kind }: Rule, { facts }: Setting): boolean =>
  (waives as readonly string[]).includes(kind) && (kind !== "method" || isOriginalMethod(facts));

// What was sent already has to come back: the law grants it, and a person sees to the goods.
const isOnItsWay = ({ kind }: Rule, { order, request }: PolicyFacts): boolean =>
  kind === "order_status" && request.action === "cancel" && order.status === "processed";

// The law grants goods and shipping, never goodwill: what bounds that as well keeps doing so.
function capOf(
  trace: RuleTrace,
  { kind, actions }: Rule,
  { asked }: Setting,
  lawMinor: number,
): number | null {
  if (trace.capMinor !== null) return Math.max(trace.capMinor, lawMinor);
  const boundsGoodwill = kind === "cap" || actions.includes("goodwill");
  return boundsGoodwill && asked.goodwillMinor > 0 ? lawMinor : null;
}

/**
 * The rule still decides about the items that the law leaves to the shop. When it refuses them, a person parts the
 * request: it is not denied as a whole, and nothing of the rest is paid.
 */
function waiveInPart(
  waived: RuleTrace,
  rule: Rule,
  { facts, now }: Setting,
  { rest, document, lawMinor }: Grant & Readonly<{ lawMinor: number }>,
): RuleTrace {
  const setting = settingOf(onlyItems(facts, rest), document, now);
  const found = checkRule(rule, setting);
  const verdict: Verdict = verdictOf(rule, found);
  const restMinor = found.capMinor ?? setting.asked.totalMinor;
  if (verdict !== "deny") {
    const capMinor = waived.capMinor === null ? null : Math.max(waived.capMinor, lawMinor + restMinor);
    return { ...waived, verdict: milder(waived.verdict, verdict), capMinor, needs: found.needs ?? [] };
  }
  const names = rest.map(({ name, itemId }) => name ?? itemId).join(", ");
  return {
    ...waived,
    verdict: milder(waived.verdict, "escalate"),
    words: `${found.words} The law grants everything but ${names}.`,
    wouldChange: `Leave out ${names}: the rest is granted.`,
    capMinor: Math.min(waived.capMinor ?? lawMinor, lawMinor),
  };
}
