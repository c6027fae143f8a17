"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

const doneMs = 2_000;

/** Copies an id. `label` says what is copied: "Copy refund id". */
export function CopyButton({ value, label }: Readonly<{ value: string; label: string }>) {
  const [isCopied, setIsCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), doneMs);
    return () => clearTimeout(timer);
  }, [isCopied]);

  const Icon = isCopied ? Check : Copy;
  return (
    <button
      type="button"
      title={label}
      aria-label={isCopied ? "Copied" : label}
      onClick={() => navigator.clipboard.writeText(value).then(() => setIsCopied(true))}
      className="inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-faint transition-colors hover:bg-hover hover:text-ink pointer-coarse:size-11"
    >
      <Icon aria-hidden="true" className="size-3.5" />
    </button>
  );
}
