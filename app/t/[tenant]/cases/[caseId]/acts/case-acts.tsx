"use client";

import { Check, RotateCcw } from "lucide-react";
import { useState } from "react";
import { useKeyHint } from "@/components/shortcuts/shortcuts-provider";
import { useShortcut } from "@/components/shortcuts/use-shortcut";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import type { Permission } from "@/lib/modules/cases/policy";
import type { ConversationState } from "@/lib/modules/cases/schema";
import { stateAction } from "./actions";
import { AssignMenu } from "./assign-menu";
import { LabelDialog } from "./label-dialog";
import { MergeDialog } from "./merge-dialog";
import { SnoozeMenu } from "./snooze-menu";
import { useAct } from "./use-act";

export type ActedCase = Readonly<{
  id: string;
  number: number;
  conversation: ConversationState;
  assigneeId: string | null;
  labels: readonly string[];
}>;

type Props = Readonly<{
  tenantSlug: string;
  me: Readonly<{ id: string; name: string }>;
  found: ActedCase;
  members: readonly Readonly<{ id: string; name: string }>[];
  labelsInUse: readonly string[];
  change: Permission;
  resolve: Permission;
}>;

/** What can be done with a case besides writing and deciding. Each act says what it did and can be taken back. */
export function CaseActs({ tenantSlug, me, found, members, labelsInUse, change, resolve }: Props) {
  const { act, isPending, failure, forget } = useAct(tenantSlug);
  const [isMerging, setMerging] = useState(false);
  const isDone = found.conversation === "resolved" || found.conversation === "spam";
  const setState = (conversation: "open" | "resolved") =>
    act({
      run: stateAction,
      fields: { caseId: found.id, conversation },
      done: conversation === "resolved" ? resolvedWords : "The case is open again.",
    });
  const resolveKeys = useKeyHint("case.resolve", "Resolve");
  useShortcut("case.resolve", () => setState("resolved"), change.allowed && resolve.allowed && !isDone);

  if (!change.allowed) return <p className="text-xs text-ink-muted">{change.reason}</p>;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-start gap-2">
        <AssignMenu me={me} found={found} members={members} act={act} />
        <LabelDialog found={found} labelsInUse={labelsInUse} act={act} />
        <SnoozeMenu found={found} act={act} />
        <MergeDialog
          found={found}
          act={act}
          isOpen={isMerging}
          onOpenChange={(isOpen) => {
            setMerging(isOpen);
            forget();
          }}
          failure={failure}
        />
        {isDone ? (
          <Button
            size="sm"
            icon={<RotateCcw aria-hidden="true" className="size-3.5" />}
            onClick={() => setState("open")}
            pending={isPending}
          >
            Open again
          </Button>
        ) : (
          <Button
            {...resolveKeys}
            size="sm"
            icon={<Check aria-hidden="true" className="size-3.5" />}
            onClick={() => setState("resolved")}
            pending={isPending}
            disabledReason={resolve.allowed ? undefined : resolve.reason}
          >
            Resolve
          </Button>
        )}
      </div>
      {failure && !isMerging && (
        <Banner tone="attention" role="alert">
          {failure}
        </Banner>
      )}
    </div>
  );
}

const resolvedWords = "Resolved. It opens again by itself if the customer writes or a refund fails.";
