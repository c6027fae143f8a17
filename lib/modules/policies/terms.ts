// The words of the policy without a schema, so that a browser reads them without loading zod.

/** What a policy can say, the strongest first: of several the strongest counts. */
export const verdicts = ["deny", "need_info", "escalate", "need_approval", "allow"] as const;
export type Verdict = (typeof verdicts)[number];

/** cancel: before it was delivered, the whole order · return: delivered lines come back · goodwill: money without goods. */
export const policyActions = ["cancel", "return", "goodwill"] as const;
export type PolicyAction = (typeof policyActions)[number];

export const policyStates = ["draft", "scheduled", "published", "superseded", "discarded"] as const;
export type PolicyState = (typeof policyStates)[number];

export const reasonCodes = [
  "not_as_described",
  "damaged",
  "not_received",
  "changed_mind",
  "ordered_by_mistake",
  "duplicate",
  "goodwill",
  "other",
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

export const reasonWords: Readonly<Record<ReasonCode, string>> = {
  not_as_described: "Not as described",
  damaged: "Damaged or faulty",
  not_received: "Never arrived",
  changed_mind: "No longer needed",
  ordered_by_mistake: "Ordered by mistake",
  duplicate: "Charged twice",
  goodwill: "Goodwill",
  other: "Another reason",
};

/** A statement about the world that nobody but the customer vouches for, unless a person confirmed the evidence. */
export const claimedReasons: readonly ReasonCode[] = [
  "not_as_described",
  "damaged",
  "not_received",
  "duplicate",
];

/** The code of a reason that was given as a code or in the words of `reasonWords`; undefined for other words. */
export const codeOf = (reason: string): ReasonCode | undefined => codeOfWords.get(plainWords(reason));

/** Words as they are compared: case, underscores and spaces say nothing. */
export const plainWords = (text: string): string =>
  text.trim().toLowerCase().replaceAll("_", " ").replace(/\s+/g, " ");

const codeOfWords: ReadonlyMap<string, ReasonCode> = new Map(
  reasonCodes.flatMap((code) => [
    [plainWords(code), code],
    [plainWords(reasonWords[code]), code],
  ]),
);

/** The fact that says whether what was sent has to be back before money moves. */
export const goodsComeBack = "goods come back";
