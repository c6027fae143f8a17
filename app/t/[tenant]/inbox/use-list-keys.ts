"use client";

import { useRouter } from "next/navigation";
import { type MouseEvent, useCallback, useEffect, useState } from "react";
import { useShortcut } from "@/components/shortcuts/use-shortcut";
import type { InboxRow } from "@/lib/modules/cases/schema";
import { recallPlace, rememberPlace } from "./place";

type Listed = Readonly<{
  tenantSlug: string;
  address: string;
  rows: readonly InboxRow[];
  /** No case is open beside the list: the keys are its own. */
  isAlone: boolean;
  hrefOf: (row: InboxRow) => string;
}>;

/** Which row has the keyboard, and the one that is to get the focus; a new object each time. */
type Position = Readonly<{ active: number; focusAt: Readonly<{ index: number }> | undefined }>;
const positionAt = (index: number): Position => ({ active: index, focusAt: { index } });

const isWide = (): boolean => window.matchMedia("(min-width: 80rem)").matches;

/** Which row has the keyboard, and how it moves: by keys, by a click, and back to where the reader was. */
export function useListKeys({ tenantSlug, address, rows, isAlone, hrefOf }: Listed) {
  const router = useRouter();
  // Both at once: a key counts from where the one before it leads, whether its row has the focus by then or not.
  const [{ active, focusAt }, setPosition] = useState<Position>({ active: -1, focusAt: undefined });
  const activeRow = rows[active];

  // The row that gets the focus says so, too: nothing is new then.
  const setActive = useCallback(
    (index: number) =>
      setPosition((before) => (before.active === index ? before : { ...before, active: index })),
    [],
  );
  const focusRow = useCallback((index: number) => setPosition(positionAt(index)), []);
  const move = (by: number) =>
    setPosition((before) => positionAt(Math.min(rows.length - 1, Math.max(0, before.active + by))));
  useShortcut("list.next", () => move(1), isAlone);
  useShortcut("list.previous", () => move(-1), isAlone);
  const open = () => {
    if (!activeRow) return;
    rememberPlace(tenantSlug, { address, caseId: activeRow.id, index: active });
    router.push(hrefOf(activeRow));
  };
  useShortcut("list.open", open, isAlone && activeRow !== undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: where the reader was before, once, when they come back.
  useEffect(() => {
    const place = isAlone ? recallPlace(tenantSlug, address) : undefined;
    if (!place) return;
    const found = rows.findIndex(({ id }) => id === place.caseId);
    // A case that left the list gave its place to the next one.
    const index = found >= 0 ? found : Math.min(place.index, rows.length - 1);
    if (index >= 0) focusRow(index);
  }, []);

  // On a wide screen the first click previews and the second opens; a key always opens.
  const onOpen = useCallback(
    (event: MouseEvent, row: InboxRow, index: number) => {
      rememberPlace(tenantSlug, { address, caseId: row.id, index });
      const isPlain =
        event.detail === 1 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
      if (isAlone && isPlain && isWide()) event.preventDefault();
    },
    [isAlone, tenantSlug, address],
  );
  return { active, setActive, focusAt, focusRow, onOpen };
}
