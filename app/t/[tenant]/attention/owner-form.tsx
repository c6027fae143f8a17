"use client";

import { useActionState } from "react";
import { Outcome } from "@/app/action-form";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { Permission } from "@/lib/modules/incidents/policy";
import type { ActionResult } from "@/lib/web/action";
import { ownAction } from "./actions";

type Props = Readonly<{
  tenantSlug: string;
  cause: string;
  ownerId: string | null;
  ownerName: string | null;
  note: string;
  me: string;
  colleagues: readonly Readonly<{ userId: string; name: string }>[];
  permission: Permission;
}>;

const idle: ActionResult = { status: "idle" };

/** Who takes care of it; taking it oneself is one click. */
export function OwnerForm(props: Props) {
  const { tenantSlug, cause, ownerId, ownerName, note, me, permission } = props;
  const [result, submit, isPending] = useActionState(ownAction.bind(null, tenantSlug), idle);
  const failed = result.status === "failed" ? result : undefined;
  return (
    <div className="flex flex-wrap items-center gap-2 md:justify-end">
      <span className="text-ink-muted">{ownerName ? `Owner: ${ownerName}` : "No owner yet"}</span>
      {permission.allowed ? (
        <>
          {ownerId !== me && (
            <form action={submit}>
              <input type="hidden" name="cause" value={cause} />
              <input type="hidden" name="ownerId" value={me} />
              <input type="hidden" name="note" value={note} />
              <Button type="submit" size="sm" pending={isPending} pendingLabel="Taking…">
                Take it
              </Button>
            </form>
          )}
          <ConfirmDialog
            trigger={{ label: "Assign…", variant: "ghost", size: "sm" }}
            title="Who takes care of it?"
            sentence="They see it here under their name. It is over by itself when nothing is stuck any more."
            confirmLabel="Assign"
            action={submit}
            isPending={isPending}
            pendingLabel="Assigning…"
          >
            <OwnerFields {...props} />
            <Outcome result={result} fields={[]} />
          </ConfirmDialog>
        </>
      ) : (
        <span className="text-xs text-ink-muted">{permission.reason}</span>
      )}
      {failed && <span className="text-xs text-attention">{failed.message}</span>}
    </div>
  );
}

function OwnerFields({ cause, ownerId, note, colleagues }: Props) {
  return (
    <>
      <input type="hidden" name="cause" value={cause} />
      <Field label="Owner">
        {(control) => (
          <Select
            {...control}
            name="ownerId"
            defaultValue={ownerId ?? ""}
            options={[
              { value: "", label: "Nobody" },
              ...colleagues.map(({ userId, name }) => ({ value: userId, label: name })),
            ]}
          />
        )}
      </Field>
      <Field label="Note" isOptional>
        {(control) => <Textarea {...control} name="note" maxLength={500} rows={2} defaultValue={note} />}
      </Field>
    </>
  );
}
