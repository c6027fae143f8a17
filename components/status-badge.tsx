import { lookOf, type StateKind } from "./states";
import { Badge } from "./ui/badge";

export function StatusBadge({ kind, state }: Readonly<{ kind: StateKind; state: string }>) {
  const { word, tone, icon } = lookOf(kind, state);
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}
