import { type Asked, addUp } from "./asked";
import { rulesFor } from "./core";
import type { Setting } from "./finding";
import type { Grant } from "./floors";
import { afterFee } from "./money-rules";
import { readReason } from "./reason";
import { checkRule } from "./rule-kinds";
import type { PolicyDocument, PolicyFacts } from "./schema";

/** Adds up a request and reads its reason, once for all rules. */
export function settingOf(
  ...[facts, document, now, grants = []]: [PolicyFacts, PolicyDocument, Date, (readonly Grant[])?]
): Setting {
  const asked = addUp(facts);
  const reason = readReason(facts.request, document);
  const rules = rulesFor(document, facts.request.action);
  const isFree = grants.some(({ floor, rest }) => rest.length === 0 && floor.waives.includes("fee"));
  const afterFees = (of: Asked): number =>
    rules.reduce(
      (least, rule) =>
        rule.kind === "fee" ? Math.min(least, afterFee(rule, facts.order.currency, of, reason)) : least,
      of.totalMinor,
    );
  const payableOf = (of: Asked): number => (isFree ? of.totalMinor : afterFees(of));
  const mostMinor = (): number => {
    const whole = wholeOf(asked, facts);
    const payableMinor = payableOf(whole);
    const setting = { facts, asked: whole, reason, now, payableMinor, mostMinor: () => payableMinor };
    return rules.reduce(
      (least, rule) =>
        rule.kind === "cap" || rule.kind === "balance"
          ? Math.min(least, checkRule(rule, setting).capMinor ?? least)
          : least,
      payableMinor,
    );
  };
  return { facts, asked, reason, now, payableMinor: payableOf(asked), mostMinor };
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
