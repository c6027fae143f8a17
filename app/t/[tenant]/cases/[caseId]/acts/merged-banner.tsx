"use client";

import Link from "next/link";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { unmergeAction } from "./actions";
import { useAct } from "./use-act";

type Props = Readonly<{
  tenantSlug: string;
  caseId: string;
  into: Readonly<{ id: string; number: number }>;
  mayUndo: boolean;
}>;

/** Says where a merged case goes on, and takes the merge back. */
export function MergedBanner({ tenantSlug, caseId, into, mayUndo }: Props) {
  const { act, isPending, failure } = useAct(tenantSlug);
  const undo = () =>
    act({ run: unmergeAction, fields: { caseId }, done: "The merge is taken back. Both cases go on." });
  return (
    <div className="p-4 pb-0">
      <Banner
        tone="info"
        role="status"
        action={
          mayUndo && (
            <Button size="sm" onClick={undo} pending={isPending} pendingLabel="Taking back…">
              Take the merge back
            </Button>
          )
        }
      >
        This case goes on in{" "}
        <Link className="link tabular-nums" href={`/t/${tenantSlug}/cases/${into.id}`}>
          #{into.number}
        </Link>
        . Nothing is decided or paid here any more.
        {failure && <span className="block text-attention">{failure}</span>}
      </Banner>
    </div>
  );
}
