"use client";

import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";

type MenuProps = Readonly<{
  /** The button that opens it. */
  trigger: ReactElement;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  children: ReactNode;
}>;

/** A list of acts that opens under a button. */
export const Menu = ({ trigger, isOpen, onOpenChange, children }: MenuProps) => (
  <Base.Root {...(isOpen !== undefined && { open: isOpen })} {...(onOpenChange && { onOpenChange })}>
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner className="z-30" sideOffset={4} align="start">
        <Base.Popup className="max-h-80 min-w-52 overflow-y-auto rounded-md border border-line bg-surface p-1 text-sm text-ink shadow-overlay outline-none">
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);

export const MenuItem = ({ onSelect, children }: Readonly<{ onSelect: () => void; children: ReactNode }>) => (
  <Base.Item
    onClick={onSelect}
    className="flex min-h-8 cursor-pointer items-center gap-3 rounded-sm px-2 outline-none data-highlighted:bg-hover pointer-coarse:min-h-11"
  >
    {children}
  </Base.Item>
);
