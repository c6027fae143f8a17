"use client";

import { Toast } from "@base-ui/react/toast";
import { Undo2, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { useShortcut } from "@/components/shortcuts/use-shortcut";
import { buttonStyle } from "./button-style";
import type { ToastMessage } from "./toast";

type Data = Readonly<{ undo: (() => void) | undefined }>;
type Props = Readonly<{ messages: readonly ToastMessage[] }>;

const briefMs = 5_000;
// Long enough to read, think and reach the button; it waits while pointer or focus is on it.
const undoableMs = 10_000;

export function ToastStack({ messages }: Props) {
  return (
    <Toast.Provider limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="fixed inset-x-3 bottom-20 z-40 flex flex-col gap-2 md:end-4 md:bottom-4 md:start-auto md:w-80">
          <Toasts messages={messages} />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Toasts({ messages }: Props) {
  const { toasts, add, close } = Toast.useToastManager<Data>();
  const shown = useRef(0);
  useEffect(() => {
    for (const { message, undo } of messages.slice(shown.current)) {
      add({ title: message, timeout: undo ? undoableMs : briefMs, data: { undo } });
    }
    shown.current = messages.length;
  }, [messages, add]);

  const takeBack = (toast: (typeof toasts)[number]) => {
    toast.data?.undo?.();
    close(toast.id);
  };
  const newest = toasts.find(({ data, transitionStatus }) => data?.undo && transitionStatus !== "ending");
  useShortcut("undo", () => newest && takeBack(newest), newest !== undefined);

  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className="flex items-center gap-2 rounded-md border border-line bg-surface py-2 pe-2 ps-3 text-sm text-ink shadow-overlay transition-opacity data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0"
    >
      <Toast.Title className="min-w-0 flex-1 text-sm font-medium text-pretty" />
      {toast.data?.undo && (
        <button type="button" className={buttonStyle("secondary", "sm")} onClick={() => takeBack(toast)}>
          <Undo2 aria-hidden="true" className="size-3.5" />
          Undo
        </button>
      )}
      <Toast.Close
        aria-label="Dismiss"
        className="inline-flex size-7 items-center justify-center rounded-sm text-ink-faint transition-colors hover:bg-hover hover:text-ink pointer-coarse:size-11"
      >
        <X aria-hidden="true" className="size-4" />
      </Toast.Close>
    </Toast.Root>
  ));
}
