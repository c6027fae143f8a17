"use client";

import { BookmarkPlus, Pencil } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { CountedView } from "./split-nav";

// Fetched when they open.
const SaveViewDialog = dynamic(() => import("./view-dialogs-shown").then((file) => file.SaveViewDialog), {
  ssr: false,
});
const EditViewDialog = dynamic(() => import("./view-dialogs-shown").then((file) => file.EditViewDialog), {
  ssr: false,
});

const icon = { "aria-hidden": true, className: "size-3.5" } as const;

/** Whether a dialog is open, and whether it ever was. */
function useOpening() {
  const [isOpen, setIsOpen] = useState<boolean>();
  return { wasOpen: isOpen !== undefined, isOpen: isOpen === true, onOpenChange: setIsOpen };
}

/** Keeps the search under a name, alone or for everybody. */
export function SaveView({ tenantSlug, query }: Readonly<{ tenantSlug: string; query: string }>) {
  const { wasOpen, ...opening } = useOpening();
  return (
    <>
      <Button
        size="sm"
        aria-haspopup="dialog"
        icon={<BookmarkPlus {...icon} />}
        onClick={() => opening.onOpenChange(true)}
      >
        Save view
      </Button>
      {wasOpen && <SaveViewDialog tenantSlug={tenantSlug} query={query} {...opening} />}
    </>
  );
}

/** Renames, shares or deletes a view of one's own. */
export function EditView({ tenantSlug, saved }: Readonly<{ tenantSlug: string; saved: CountedView }>) {
  const { wasOpen, ...opening } = useOpening();
  return (
    <>
      <Button
        size="sm"
        aria-haspopup="dialog"
        icon={<Pencil {...icon} />}
        onClick={() => opening.onOpenChange(true)}
      >
        Edit view
      </Button>
      {wasOpen && <EditViewDialog tenantSlug={tenantSlug} saved={saved} {...opening} />}
    </>
  );
}
