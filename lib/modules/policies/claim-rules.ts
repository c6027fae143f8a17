import { claimed, type Finding, fail, known, pass, type Setting, unknown } from "./finding";
import type { PolicyFacts, Rule } from "./schema";
import { goodsComeBack, plainWords } from "./terms";

type Of<Kind extends Rule["kind"]> = Extract<Rule, { kind: Kind }>;

export function checkCondition({ accepted }: Of<"condition">, { request }: PolicyFacts): Finding {
  const facts = [claimed("condition", request.condition, request.confirmedBy)];
  if (request.condition === null)
    return unknown("Nobody said in what condition it is.", facts, ["condition"]);
  return accepted.some((word) => plainWords(word) === plainWords(request.condition ?? ""))
    ? pass(`It is said to be ${request.condition}.`, facts)
    : fail(`It is said to be ${request.condition}.`, facts, `It has to be ${accepted.join(" or ")}.`);
}

export function checkEvidence(
  { reasons, kinds }: Of<"evidence">,
  { facts: { request }, reason }: Setting,
): Finding {
  if (reason.code === undefined) {
    return unknown("Whether evidence is needed depends on the reason.", [reason.fact], ["reason"]);
  }
  if (!reasons.includes(reason.code)) return pass("This reason needs no evidence.", [reason.fact]);
  if (request.confirmedBy) {
    return pass(`${request.confirmedBy} has seen the evidence.`, [
      claimed("reason", request.reason, request.confirmedBy),
    ]);
  }
  const fitting = request.evidence.filter(({ kind }) =>
    kinds.some((word) => plainWords(word) === plainWords(kind)),
  );
  const confirmed = fitting.find(({ confirmedBy }) => confirmedBy !== null);
  const facts = [
    claimed("evidence", confirmed?.kind ?? fitting[0]?.kind ?? null, confirmed?.confirmedBy ?? null),
  ];
  return fitting.length > 0
    ? pass("There is evidence of it.", facts)
    : unknown(`Evidence is missing: ${kinds.join(" or ")}.`, facts, ["evidence"]);
}

export function checkReason({ accepted }: Of<"reason">, { reason }: Setting): Finding {
  if (reason.given === null) return unknown("The reason is missing.", [reason.fact], ["reason"]);
  return accepted.some(({ code }) => code === reason.code)
    ? pass("The reason is one that the policy accepts.", [reason.fact])
    : fail(
        "The reason is not one that the policy accepts.",
        [reason.fact],
        `Accepted are: ${accepted.map(({ words, code }) => words[0] ?? code).join(", ")}.`,
      );
}

export function checkRequired({ fields }: Of<"required">, { request }: PolicyFacts): Finding {
  const given = {
    lines: request.lines.length > 0,
    method: request.methodId !== null,
    reason: request.reason !== null,
  };
  const missing = fields.filter((field) => !given[field]);
  const facts = fields.map((field) => known(`${field} given`, given[field]));
  return missing.length === 0
    ? pass("Everything needed was said.", facts)
    : unknown(`Still to be said: ${missing.join(", ")}.`, facts, missing);
}

export function checkReturn({ exceptReasons }: Of<"return_required">, { reason }: Setting): Finding {
  const isKept = reason.code !== undefined && exceptReasons.includes(reason.code);
  return pass(isKept ? "The customer may keep the goods." : "The goods have to come back.", [
    // Where nothing depends on the reason, it is none of this rule's facts.
    ...(exceptReasons.length > 0 ? [reason.fact] : []),
    known(goodsComeBack, !isKept),
  ]);
}
