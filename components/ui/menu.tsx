"use client";

import dynamic from "next/dynamic";
import {
  cloneElement,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useId,
  useRef,
  useState,
} from "react";

const load = () => import("./menu-popup");
const MenuPopup = dynamic(() => load().then((file) => file.MenuPopup), { ssr: false });

/** One act of a menu. */
export const MenuItem = dynamic(() => load().then((file) => file.MenuPopupItem), { ssr: false });

type MenuProps = Readonly<{
  /** The button that opens it. It is given what it needs to do so. */
  trigger: ReactElement<Readonly<Record<string, unknown>>>;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  children: ReactNode;
}>;

/** A list of acts that opens under a button. It is fetched when somebody is about to open it. */
export function Menu({ trigger, isOpen, onOpenChange, children }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLElement>(null);
  // Stays once it was there, so that it can give the focus back.
  const [wasOpen, setWasOpen] = useState(false);
  if (isOpen && !wasOpen) setWasOpen(true);
  const preload = () => void load();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    onOpenChange(true);
  };
  return (
    <>
      {cloneElement(trigger, {
        id,
        ref: button,
        "aria-haspopup": "menu",
        "aria-expanded": isOpen,
        onClick: () => onOpenChange(!isOpen),
        onKeyDown,
        onFocus: preload,
        onPointerEnter: preload,
      })}
      {wasOpen && (
        <MenuPopup isOpen={isOpen} onOpenChange={onOpenChange} anchor={button} labelledBy={id}>
          {children}
        </MenuPopup>
      )}
    </>
  );
}
