import { type Asked, addUp } from "./asked";
import { rulesFor } from "./core";
import type { Setting } from "./finding";
import type { Grant } from "./floors";
import { readReason } from "./reason";
import { checkRule } from "./rule-kinds";
import type { PolicyDocument, PolicyFacts, RuleKind } from "./schema";

/** Adds up a request and reads its reason, once for all rules. */
export function settingOf(
  ...[facts, document, now, grants = []]: [PolicyFacts, PolicyDocument, Date, (readonly Grant[])?]
): Setting {
  const asked = addUp(facts);
  const reason = readReason(facts.request, document);
  const rules = rulesFor(document, facts.request.action);
  const isFree = grants.some(({ floor, rest }) => rest.length === 0 && floor.waives.includes("fee"));
  const least = (kinds: readonly RuleKind[], of: Asked, payableMinor: number): number => {
    const setting = { facts, asked: of, reason, now, payableMinor, mostMinor: () => payableMinor };
    return rules.reduce(
      (sum, rule) =>
        kinds.includes(rule.kind) ? Math.min(sum, checkRule(rule, setting).capMinor ?? sum) : sum,
      payableMinor,
    );
  };
  const afterFees = (of: Asked): number => (isFree ? of.totalMinor : least(["fee"], of, of.totalMinor));
  const mostMinor = (): number => {
    const whole = wholeOf(asked, facts);
    return least(["cap", "balance"], whole, afterFees(whole));
  };
  return { facts, asked, reason, now, payableMinor: afterFees(asked), mostMinor };
}

/** The same pieces at their whole price, and all shipping of an order that is canceled. */
function wholeOf(asked: Asked, { request, shippingLeftMinor }: PolicyFacts): Asked {
  const shippingMinor = request.action === "cancel" ? shippingLeftMinor : asked.shippingMinor;
  return {
    ...asked,
    linesMinor: asked.fullMinor,
    shippingMinor,
    totalMinor: asked.fullMinor + shippingMinor + asked.goodwillMinor,
  };
}
