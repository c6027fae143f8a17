import { claimed, type Finding, fail, known, pass, reasonFact, unknown } from "./finding";
import { claimedReasons, codeOf, type PolicyFacts, type Rule } from "./schema";

type Of<Kind extends Rule["kind"]> = Extract<Rule, { kind: Kind }>;

export function checkCondition({ accepted }: Of<"condition">, { request }: PolicyFacts): Finding {
  const facts = [claimed("condition", request.condition, request.confirmedBy)];
  if (request.condition === null)
    return unknown("Nobody said in what condition it is.", facts, ["condition"]);
  return accepted.some((word) => plain(word) === plain(request.condition ?? ""))
    ? pass(`It is said to be ${request.condition}.`, facts)
    : fail(`It is said to be ${request.condition}.`, facts, `It has to be ${accepted.join(" or ")}.`);
}

export function checkEvidence({ reasons, kinds }: Of<"evidence">, { request }: PolicyFacts): Finding {
  const code = codeOf(request.reason);
  if (!code || !reasons.includes(code))
    return pass("This reason needs no evidence.", [known("reason", request.reason)]);
  if (request.confirmedBy) {
    return pass(`${request.confirmedBy} has seen the evidence.`, [
      claimed("reason", request.reason, request.confirmedBy),
    ]);
  }
  const fitting = request.evidence.filter(({ kind }) => kinds.includes(kind));
  const confirmed = fitting.find(({ confirmedBy }) => confirmedBy !== null);
  const facts = [
    claimed("evidence", confirmed?.kind ?? fitting[0]?.kind ?? null, confirmed?.confirmedBy ?? null),
  ];
  return fitting.length > 0
    ? pass("There is evidence of it.", facts)
    : unknown(`Evidence is missing: ${kinds.join(" or ")}.`, facts, ["evidence"]);
}

export function checkReason({ accepted }: Of<"reason">, { request }: PolicyFacts): Finding {
  const wanted = accepted.map(({ words, code }) => words[0] ?? code);
  if (request.reason === null) {
    return unknown("The reason is missing.", [known("reason", null)], ["reason"]);
  }
  const given = plain(request.reason);
  const match = accepted.find(({ code, words }) => [code, ...words].some((word) => plain(word) === given));
  const isClaim = match !== undefined && claimedReasons.includes(match.code);
  const facts = [
    isClaim ? claimed("reason", request.reason, request.confirmedBy) : known("reason", request.reason),
  ];
  return match
    ? pass("The reason is one that the policy accepts.", facts)
    : fail("The reason is not one that the policy accepts.", facts, `Accepted are: ${wanted.join(", ")}.`);
}

const plain = (text: string): string => text.trim().toLowerCase().replaceAll("_", " ").replace(/\s+/g, " ");

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

export function checkReturn({ exceptReasons }: Of<"return_required">, { request }: PolicyFacts): Finding {
  const code = codeOf(request.reason);
  const isKept = code !== undefined && exceptReasons.includes(code);
  return pass(isKept ? "The customer may keep the goods." : "The goods have to come back.", [
    isKept ? reasonFact(request) : known("reason", request.reason),
    known("goods come back", !isKept),
  ]);
}
