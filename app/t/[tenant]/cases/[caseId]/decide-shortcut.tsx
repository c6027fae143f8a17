"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { useShortcut } from "@/components/shortcuts/use-shortcut";

/** Leads the keyboard to what there is to decide, opened and ready to be sent. */
export function DecideShortcut({ children }: Readonly<{ children: ReactNode }>) {
  const part = useRef<HTMLDivElement>(null);
  const decide = () => {
    const details = part.current?.querySelector("details[data-propose]");
    if (details instanceof HTMLDetailsElement) details.open = true;
    const target =
      part.current?.querySelector<HTMLElement>("textarea[name=rationale]") ??
      part.current?.querySelector<HTMLElement>("button:not(:disabled), textarea");
    target?.focus();
    target?.scrollIntoView({ block: "center" });
  };
  useShortcut("case.decide", decide);
  // The inbox leads here with the same key.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens.
  useEffect(() => {
    if (window.location.hash === "#decide") decide();
  }, []);
  return (
    <div ref={part} className="flex flex-col gap-4">
      {children}
    </div>
  );
}
