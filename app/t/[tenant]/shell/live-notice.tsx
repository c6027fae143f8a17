"use client";

import { WifiOff } from "lucide-react";
import { useLive } from "@/app/t/[tenant]/live";

/** Says that the page may be old, over the page, so that nothing moves. It goes when the desk answers again. */
export function LiveNotice() {
  const { isStale } = useLive();
  return (
    <div role="status" className="pointer-events-none absolute inset-x-0 top-2 z-20 flex justify-center px-4">
      {isStale && (
        <p className="flex items-center gap-2 rounded-md border border-info-line bg-info-soft px-3 py-1.5 text-sm text-ink shadow-overlay">
          <WifiOff aria-hidden="true" className="size-4 shrink-0 text-info" />
          Live updates are paused. What you see may be old; the work goes on meanwhile.
        </p>
      )}
    </div>
  );
}
