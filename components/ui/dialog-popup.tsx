"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";

export type DialogPopupProps = Readonly<{
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  /** One sentence: what this is about. */
  description?: ReactNode;
  children?: ReactNode;
  /** The acts, the safe one first. */
  footer?: ReactNode;
}>;

/** What opens. `dialog.tsx` fetches it with the first dialog of a page: most pages are left before any opens. */
export function DialogPopup({
  isOpen,
  onOpenChange,
  title,
  description,
  children,
  footer,
}: DialogPopupProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-30 bg-scrim transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup className="fixed inset-x-0 bottom-0 z-30 mx-auto flex max-h-dvh w-full max-w-dialog flex-col gap-4 overflow-y-auto rounded-t-md border border-line bg-surface p-5 text-base text-ink shadow-overlay transition data-ending-style:opacity-0 data-starting-style:translate-y-1 data-starting-style:opacity-0 md:inset-y-0 md:my-auto md:h-fit md:rounded-md">
          <Base.Title className="pe-8 text-lg">{title}</Base.Title>
          {description && <Base.Description className="text-pretty">{description}</Base.Description>}
          {children}
          {footer && <footer className="flex flex-wrap justify-end gap-2">{footer}</footer>}
          {/* Last in order, so that the first field or the safe act has the focus at first. */}
          <Base.Close
            aria-label="Close"
            className="absolute top-4 end-4 inline-flex size-8 items-center justify-center rounded-sm text-ink-faint transition-colors hover:bg-hover hover:text-ink"
          >
            <X aria-hidden="true" className="size-4" />
          </Base.Close>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
