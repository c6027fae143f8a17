"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type MouseEvent, useEffect, useRef } from "react";
import type { InboxRow } from "@/lib/modules/cases/schema";
import { ListRow } from "./list-row";

const rowHeight = 80;
/** Rows that the server writes; the browser takes over from there. */
const plainRows = 50;
const loadAheadRows = 40;

type CaseRowsProps = Readonly<{
  label: string;
  rows: readonly InboxRow[];
  hasMore: boolean;
  onMore: () => void;
  hrefOf: (row: InboxRow) => string;
  tenantCurrency: string;
  now: Date;
  viewers: Readonly<Record<string, readonly string[]>>;
  activeId: string | undefined;
  /** Moves the keyboard to a row, scrolling to it; a new object each time it is asked for. */
  focusAt: Readonly<{ index: number }> | undefined;
  selection:
    | Readonly<{ ids: ReadonlySet<string>; toggle: (id: string, isRange: boolean) => void }>
    | undefined;
  onFocus: (index: number) => void;
  onOpen: (event: MouseEvent, row: InboxRow, index: number) => void;
}>;

/** The cases, of which only those in view are in the page, however many there are. */
export function CaseRows(props: CaseRowsProps) {
  const { rows, hasMore, onMore, focusAt, selection, activeId } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const items = virtualizer.getVirtualItems();
  // A server may not write inline styles: its rows stand one below the other, as these do once the browser measured.
  const shown =
    items.length > 0 ? items.map(({ index }) => index) : rows.slice(0, plainRows).map((_, at) => at);
  const [firstShown = 0, lastShown = -1] = [shown[0], shown.at(-1)];

  useEffect(() => {
    if (hasMore && items.length > 0 && lastShown >= rows.length - loadAheadRows) onMore();
  }, [hasMore, items.length, lastShown, rows.length, onMore]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that change must not take the focus.
  useEffect(() => {
    const index = Math.min(focusAt?.index ?? -1, rows.length - 1);
    const id = rows[index]?.id;
    if (!id) return;
    virtualizer.scrollToIndex(index, { align: "auto" });
    // The row is drawn in the frame after the scrolling.
    const frame = requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-case="${id}"]`)?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [focusAt]);

  const tabStop = shown.find((index) => rows[index]?.id === activeId) ?? firstShown;
  return (
    <div ref={scroller} data-scroller className="relative min-h-0 flex-1 overflow-y-auto">
      <ul
        aria-label={props.label}
        {...(items.length > 0 && {
          style: {
            paddingTop: firstShown * rowHeight,
            paddingBottom: (rows.length - 1 - lastShown) * rowHeight,
          },
        })}
      >
        {shown.map((index) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <ListRow
              key={row.id}
              row={row}
              index={index}
              total={hasMore ? -1 : rows.length}
              href={props.hrefOf(row)}
              tenantCurrency={props.tenantCurrency}
              now={props.now}
              viewers={props.viewers[row.id]}
              isActive={row.id === activeId}
              isTabStop={index === tabStop}
              isSelected={selection?.ids.has(row.id)}
              onToggle={selection?.toggle}
              onFocus={props.onFocus}
              onOpen={props.onOpen}
            />
          );
        })}
      </ul>
    </div>
  );
}
