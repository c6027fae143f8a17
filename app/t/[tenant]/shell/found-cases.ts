import { useEffect, useState } from "react";
import type { FoundCase } from "@/lib/modules/cases/find-schema";

type Found = Readonly<{ cases: readonly FoundCase[]; isLoading: boolean }>;

const none: Found = { cases: [], isLoading: false };
const typingPauseMs = 150;

/** Cases that the words name: by number, customer, order or subject. */
export function useFoundCases(tenantSlug: string, text: string): Found {
  const [found, setFound] = useState<Found>(none);
  const words = text.trim();
  useEffect(() => {
    if (words.length < 2) return setFound(none);
    setFound((before) => ({ ...before, isLoading: true }));
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      const query = new URLSearchParams({ words });
      const answer = await fetch(`/api/desk/${tenantSlug}/find?${query}`, { signal: abort.signal }).catch(
        () => undefined,
      );
      if (abort.signal.aborted) return;
      const cases: readonly FoundCase[] = answer?.ok ? await answer.json() : [];
      if (!abort.signal.aborted) setFound({ cases, isLoading: false });
    }, typingPauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [tenantSlug, words]);
  return found;
}
