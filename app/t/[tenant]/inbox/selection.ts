"use client";

import { useCallback, useRef, useState } from "react";
import type { InboxRow } from "@/lib/modules/cases/schema";
import { mostBulkCases } from "@/lib/modules/cases/schema";

/** Which cases are selected. With `isRange` everything between the last one and this one is. */
export function useSelection(rows: readonly InboxRow[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string>(undefined);
  const latest = useRef(rows);
  latest.current = rows;

  const toggle = useCallback((id: string, isRange = false) => {
    const from = isRange ? latest.current.findIndex((row) => row.id === last.current) : -1;
    const to = latest.current.findIndex((row) => row.id === id);
    last.current = id;
    setIds((before) => {
      const range = latest.current.slice(Math.min(from, to), Math.max(from, to) + 1).map((row) => row.id);
      if (from >= 0) return new Set([...before, ...range].slice(0, mostBulkCases));
      const after = new Set(before);
      if (!after.delete(id) && after.size < mostBulkCases) after.add(id);
      return after;
    });
  }, []);
  const clear = useCallback(() => setIds(new Set()), []);
  const toggleAll = useCallback(() => {
    const shown = latest.current.slice(0, mostBulkCases).map(({ id }) => id);
    setIds((before) => (before.size >= shown.length ? new Set() : new Set(shown)));
  }, []);
  return { ids, toggle, toggleAll, clear };
}
