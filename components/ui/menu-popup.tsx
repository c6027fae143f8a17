import { Menu as Base } from "@base-ui/react/menu";
import type { ReactNode, RefObject } from "react";

type MenuPopupProps = Readonly<{
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** What it opens under, and what has the focus again afterwards. */
  anchor: RefObject<HTMLElement | null>;
  labelledBy: string;
  children: ReactNode;
}>;

export const MenuPopup = ({ isOpen, onOpenChange, anchor, labelledBy, children }: MenuPopupProps) => (
  <Base.Root open={isOpen} onOpenChange={onOpenChange}>
    <Base.Portal>
      <Base.Positioner anchor={anchor} className="z-30" sideOffset={4} align="start">
        <Base.Popup
          finalFocus={anchor}
          aria-labelledby={labelledBy}
          className="max-h-80 min-w-52 overflow-y-auto rounded-md border border-line bg-surface p-1 text-sm text-ink shadow-overlay outline-none"
        >
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);

type MenuItemProps = Readonly<{ onSelect: () => void; children: ReactNode }>;

export const MenuPopupItem = ({ onSelect, children }: MenuItemProps) => (
  <Base.Item
    onClick={onSelect}
    className="flex min-h-8 cursor-pointer items-center gap-3 rounded-sm px-2 outline-none data-highlighted:bg-hover pointer-coarse:min-h-11"
  >
    {children}
  </Base.Item>
);
