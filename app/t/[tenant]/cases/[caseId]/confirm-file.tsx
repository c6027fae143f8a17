"use client";

import { Button } from "@/components/ui/button";
import { useAct } from "./acts/use-act";
import { confirmFileAction } from "./confirm-file-action";

type Props = Readonly<{ tenantSlug: string; attachmentId: string; name: string; isConfirmed: boolean }>;

/** A person vouches for what a file claims, or takes that back. */
export function ConfirmFile({ tenantSlug, attachmentId, name, isConfirmed }: Props) {
  const { act, isPending, failure } = useAct(tenantSlug);
  const fieldsOf = (isTrue: boolean) => ({ attachmentId, isConfirmed: String(isTrue) });
  const toggle = () =>
    act({
      run: confirmFileAction,
      fields: fieldsOf(!isConfirmed),
      done: isConfirmed ? `You no longer vouch for ${name}.` : `You vouch for ${name}.`,
      undo: { run: confirmFileAction, fields: fieldsOf(isConfirmed) },
    });
  return (
    <>
      <Button
        size="sm"
        onClick={toggle}
        pending={isPending}
        aria-label={`${isConfirmed ? "Take back" : "I believe it"}: ${name}`}
      >
        {isConfirmed ? "Take back" : "I believe it"}
      </Button>
      {failure && (
        <p role="alert" className="text-xs text-attention">
          {failure}
        </p>
      )}
    </>
  );
}
