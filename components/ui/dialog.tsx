"use client";

import dynamic from "next/dynamic";
import { cloneElement, createContext, type ReactElement, useContext, useState } from "react";
import type { DialogPopupProps } from "./dialog-popup";

const load = () => import("./dialog-popup").then((file) => file.DialogPopup);
const DialogPopup = dynamic(load, { ssr: false });

type Acting = Readonly<Record<string, unknown>>;
type DialogProps = Omit<DialogPopupProps, "isOpen" | "onOpenChange"> &
  Partial<Pick<DialogPopupProps, "isOpen" | "onOpenChange">> &
  Readonly<{
    /** The button that opens it. It is given what it needs to do so. */
    trigger?: ReactElement<Acting>;
  }>;

const CloseContext = createContext<() => void>(() => undefined);

/** A question on top of the page. Its button has the focus again once it is answered. */
export function Dialog({ trigger, isOpen, onOpenChange, children, footer, ...words }: DialogProps) {
  const [isOpenHere, setIsOpenHere] = useState(false);
  const isShown = isOpen ?? isOpenHere;
  // Stays once it was there, so that it can leave as it came.
  const [wasShown, setWasShown] = useState(false);
  if (isShown && !wasShown) setWasShown(true);
  const change = (next: boolean) => {
    setIsOpenHere(next);
    onOpenChange?.(next);
  };
  const preload = () => void load();
  return (
    <CloseContext value={() => change(false)}>
      {trigger &&
        cloneElement(trigger, {
          "aria-haspopup": "dialog",
          "aria-expanded": isShown,
          onClick: () => change(true),
          onFocus: preload,
          onPointerEnter: preload,
        })}
      {wasShown && (
        <DialogPopup {...words} isOpen={isShown} onOpenChange={change} footer={footer}>
          {children}
        </DialogPopup>
      )}
    </CloseContext>
  );
}

/** Makes a button of a dialog close it. */
export function DialogClose({ render }: Readonly<{ render: ReactElement<Acting> }>) {
  return cloneElement(render, { onClick: useContext(CloseContext) });
}
