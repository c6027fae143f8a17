import { checkCondition, checkEvidence, checkReason, checkRequired, checkReturn } from "./claim-rules";
import { type Finding, fail, known, type Setting } from "./finding";
import { checkBalance, checkBudget, checkCap, checkFee } from "./money-rules";
import {
  checkCategory,
  checkDispute,
  checkDuplicate,
  checkGoods,
  checkIdentity,
  checkMethod,
  checkPieces,
  checkStatus,
  checkVelocity,
  checkWhole,
  checkWindow,
} from "./order-rules";
import type { Rule } from "./schema";

/** Checks one rule, whatever its kind. */
export function checkRule(rule: Rule, setting: Setting): Finding {
  const { facts, asked } = setting;
  switch (rule.kind) {
    case "identity":
      return checkIdentity(facts);
    case "order_status":
      return checkStatus(rule, facts);
    case "window":
      return checkWindow(rule, setting);
    case "category":
      return checkCategory(rule, asked);
    case "condition":
      return checkCondition(rule, facts);
    case "evidence":
      return checkEvidence(rule, setting);
    case "reason":
      return checkReason(rule, setting);
    case "required":
      return checkRequired(rule, facts);
    case "whole_order":
      return checkWhole(setting);
    case "quantity_left":
      return checkPieces(setting);
    case "method":
      return checkMethod(rule, facts);
    case "velocity":
      return checkVelocity(rule, facts);
    case "dispute":
      return checkDispute(facts);
    case "duplicate":
      return checkDuplicate(facts);
    case "return_required":
      return checkReturn(rule, setting);
    case "not_offered":
      return fail(
        "The policy does not offer this.",
        [known("action", facts.request.action)],
        "A person has to look at it.",
      );
    case "without_goods":
      return checkGoods(setting);
    case "balance":
      return checkBalance(setting);
    case "cap":
      return checkCap(rule, setting);
    case "goodwill_budget":
      return checkBudget(rule, setting);
    case "fee":
      return checkFee(rule, setting);
  }
}
