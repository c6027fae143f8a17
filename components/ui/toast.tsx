"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";

export type ToastMessage = Readonly<{
  /** What was done, as a short sentence. */
  message: string;
  /** Takes it back. */
  undo?: (() => void) | undefined;
}>;

// What shows messages is fetched with the first of them: most pages never need it.
const ToastStack = dynamic(() => import("./toast-stack").then((file) => file.ToastStack), { ssr: false });

const listeners = new Set<(message: ToastMessage) => void>();

/** Says what was done, without taking the focus; the way back also works by the shortcut of Undo. */
export const showToast = (message: ToastMessage): void => {
  for (const listen of listeners) listen(message);
};

/** Where messages appear. Once in a layout. */
export function ToastRegion() {
  const [messages, setMessages] = useState<readonly ToastMessage[]>([]);
  useEffect(() => {
    const add = (message: ToastMessage) => setMessages((before) => [...before, message]);
    listeners.add(add);
    return () => {
      listeners.delete(add);
    };
  }, []);
  return messages.length > 0 && <ToastStack messages={messages} />;
}
