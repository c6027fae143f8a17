import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/tone";
import type { PolicyState } from "@/lib/modules/policies/terms";

const states: Readonly<Record<PolicyState, Readonly<{ word: string; tone: Tone }>>> = {
  draft: { word: "Draft", tone: "neutral" },
  scheduled: { word: "Scheduled", tone: "waiting" },
  published: { word: "In force", tone: "good" },
  superseded: { word: "Superseded", tone: "neutral" },
  discarded: { word: "Discarded", tone: "neutral" },
};

export const PolicyStateBadge = ({ state }: Readonly<{ state: PolicyState }>) => (
  <Badge tone={states[state].tone}>{states[state].word}</Badge>
);
