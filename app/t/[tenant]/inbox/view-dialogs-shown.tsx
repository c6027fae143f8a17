"use client";

import { ActionForm } from "@/app/action-form";
import { Dialog } from "@/components/ui/dialog";
import type { ActionResult } from "@/lib/web/action";
import { changeViewAction, createViewAction, deleteViewAction } from "./actions";
import type { CountedView } from "./split-nav";

type Action = (slug: string, previous: ActionResult, data: FormData) => Promise<ActionResult>;

/** Ends in a closed dialog once the act is done; a failure stays where it can be mended. */
const closing =
  (action: Action, slug: string, close: () => void) => async (previous: ActionResult, data: FormData) => {
    const result = await action(slug, previous, data);
    if (result.status === "done") close();
    return result;
  };

const nameField = (defaultValue = "") => ({ name: "name", label: "Name", defaultValue }) as const;

type Shown = Readonly<{ tenantSlug: string; isOpen: boolean; onOpenChange: (isOpen: boolean) => void }>;

export function SaveViewDialog({
  tenantSlug,
  isOpen,
  onOpenChange,
  query,
}: Shown & Readonly<{ query: string }>) {
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title="Save this view" description={query}>
      <ActionForm
        action={closing(createViewAction, tenantSlug, () => onOpenChange(false))}
        fields={[nameField()]}
        hidden={{ query }}
        submitLabel="Save view"
        pendingLabel="Saving…"
      >
        <SharedBox isShared={false} />
      </ActionForm>
    </Dialog>
  );
}

export function EditViewDialog({
  tenantSlug,
  isOpen,
  onOpenChange,
  saved,
}: Shown & Readonly<{ saved: CountedView }>) {
  const close = () => onOpenChange(false);
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={`Edit “${saved.name}”`}
      description={saved.query}
    >
      <ActionForm
        label="Rename"
        action={closing(changeViewAction, tenantSlug, close)}
        fields={[nameField(saved.name)]}
        hidden={{ viewId: saved.id }}
        submitLabel="Save"
        pendingLabel="Saving…"
      >
        <SharedBox isShared={saved.isShared} />
      </ActionForm>
      <ActionForm
        label="Delete"
        action={closing(deleteViewAction, tenantSlug, close)}
        hidden={{ viewId: saved.id }}
        submitLabel="Delete view"
        pendingLabel="Deleting…"
        variant="secondary"
      />
    </Dialog>
  );
}

const SharedBox = ({ isShared }: Readonly<{ isShared: boolean }>) => (
  <label className="flex min-h-6 items-center gap-2 text-sm">
    <input
      type="checkbox"
      name="isShared"
      value="true"
      defaultChecked={isShared}
      className="size-4 accent-accent"
    />
    Everybody in the workspace sees it
  </label>
);
