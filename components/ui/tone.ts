/** What a colour may mean. Anything else is neutral: these four are never decoration. */
export const tones = ["neutral", "good", "waiting", "attention", "info"] as const;
export type Tone = (typeof tones)[number];

/** Text on its own soft ground, with a border that survives forced colours. */
export const softTone: Readonly<Record<Tone, string>> = {
  neutral: "border-line bg-sunken text-ink-muted",
  good: "border-good-line bg-good-soft text-good",
  waiting: "border-waiting-line bg-waiting-soft text-waiting",
  attention: "border-attention-line bg-attention-soft text-attention",
  info: "border-info-line bg-info-soft text-info",
};

export const textTone: Readonly<Record<Tone, string>> = {
  neutral: "text-ink-muted",
  good: "text-good",
  waiting: "text-waiting",
  attention: "text-attention",
  info: "text-info",
};
