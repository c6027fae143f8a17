import { ArrowRight, MoonStar } from "lucide-react";
import { useMemo, useState } from "react";
import { useKeyHint } from "@/components/shortcuts/shortcuts-provider";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import type { Permission } from "@/lib/modules/cases/policy";
import { ActDialogs } from "./act-dialogs";
import { useActs } from "./use-acts";

export type PreviewPermissions = Readonly<Record<"decide" | "reply" | "snooze", Permission>>;

/** Why it is not allowed; undefined while it is, or is not known. */
export const mayNot = (permission: Permission | undefined): string | undefined =>
  permission?.allowed === false ? permission.reason : undefined;

type Props = Readonly<{
  tenantSlug: string;
  caseId: string;
  /** Of the case's own page. */
  href: string;
  /** Missing until they were read. */
  acts: PreviewPermissions | undefined;
  onDone: () => Promise<void>;
}>;

/** What can be done with the previewed case, by the rules of its own page. */
export function PreviewActs({ tenantSlug, caseId, href, acts, onDone }: Props) {
  const [isSnoozing, setSnoozing] = useState(false);
  const caseIds = useMemo(() => [caseId], [caseId]);
  const { doAct, isPending } = useActs(tenantSlug, caseIds, onDone);
  const decideKeys = useKeyHint("case.decide", "Decide");
  const replyKeys = useKeyHint("case.reply", "Reply");
  const snoozeKeys = useKeyHint("case.snooze", "Snooze");
  const reasons = [acts?.decide, acts?.reply, acts?.snooze].flatMap((act) => mayNot(act) ?? []);
  return (
    <>
      {mayNot(acts?.decide) === undefined && (
        <LinkButton href={`${href}#decide`} size="sm" variant="primary" hint={decideKeys}>
          Decide
        </LinkButton>
      )}
      {mayNot(acts?.reply) === undefined && (
        <LinkButton href={`${href}#reply`} size="sm" hint={replyKeys}>
          Reply
        </LinkButton>
      )}
      <Button
        {...snoozeKeys}
        size="sm"
        icon={<MoonStar aria-hidden="true" className="size-3.5" />}
        pending={isPending}
        disabled={mayNot(acts?.snooze) !== undefined}
        onClick={() => setSnoozing(true)}
      >
        Snooze
      </Button>
      <LinkButton href={href} size="sm">
        Open
        <ArrowRight aria-hidden="true" className="size-3.5" />
      </LinkButton>
      {reasons.length > 0 && (
        <p className="w-full text-xs text-ink-muted">{[...new Set(reasons)].join(" ")}</p>
      )}
      <ActDialogs
        open={isSnoozing ? "snooze" : undefined}
        onClose={() => setSnoozing(false)}
        what="this case"
        colleagues={[]}
        doAct={doAct}
      />
    </>
  );
}
