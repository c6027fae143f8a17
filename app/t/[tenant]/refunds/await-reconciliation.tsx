"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const lookEveryMs = 1_500;

/** Looks again until the comparison that somebody asked for has ended. */
export function AwaitReconciliation() {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), lookEveryMs);
    return () => clearInterval(timer);
  }, [router]);
  return null;
}
