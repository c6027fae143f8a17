"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useLive } from "./live";

/** Reads the page again when something changed for the tenant: lists of trouble and of approvals are never stale. */
export function RefreshOnNews() {
  const { revision } = useLive();
  const router = useRouter();
  const shown = useRef(revision);
  useEffect(() => {
    const before = shown.current;
    shown.current = revision;
    // The first answer says what the page shows already.
    if (before !== undefined && before !== revision) router.refresh();
  }, [revision, router]);
  return null;
}
