import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/tone";
import type { Verdict } from "@/lib/modules/policies/terms";

export const verdictWords: Readonly<Record<Verdict, string>> = {
  allow: "Allowed",
  need_approval: "Needs approval",
  escalate: "Hand to a person",
  need_info: "Needs information",
  deny: "Not allowed",
};

const verdictTones: Readonly<Record<Verdict, Tone>> = {
  allow: "good",
  need_approval: "waiting",
  escalate: "waiting",
  need_info: "waiting",
  deny: "attention",
};

export const VerdictBadge = ({ verdict }: Readonly<{ verdict: Verdict }>) => (
  <Badge tone={verdictTones[verdict]}>{verdictWords[verdict]}</Badge>
);
