"use client";

import { type MouseEvent, useEffect, useRef } from "react";
import type { InboxRow } from "@/lib/modules/cases/schema";
import { ListRow } from "./list-row";
import { useVisibleRows } from "./use-visible-rows";

const rowHeight = 80;
/** Rows that the server writes, a screen of them; the browser takes over from there. */
const plainRows = 20;
const loadAheadRows = 30;

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
  const { range, reveal } = useVisibleRows(scroller, rows.length, rowHeight);
  // A server may not write inline styles: its rows stand one below the other, as these do once the browser measured.
  const { first, end } = range ?? { first: 0, end: plainRows };
  const isNearEnd = range !== undefined && end >= rows.length - loadAheadRows;
  // Once for each length that the list had.
  const endedAt = hasMore && isNearEnd ? rows.length : undefined;

  useEffect(() => {
    if (endedAt !== undefined) onMore();
  }, [endedAt, onMore]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that change must not take the focus.
  useEffect(() => {
    const index = Math.min(focusAt?.index ?? -1, rows.length - 1);
    const id = rows[index]?.id;
    if (!id) return;
    reveal(index);
    // The row is drawn in the frame after the scrolling.
    const frame = requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-case="${id}"]`)?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [focusAt]);

  const shown = rows.slice(first, end);
  const tabStop = shown.find(({ id }) => id === activeId) ?? shown[0];
  return (
    <div ref={scroller} data-scroller className="relative min-h-0 flex-1 overflow-y-auto">
      <ul
        aria-label={props.label}
        {...(range && {
          style: { paddingTop: first * rowHeight, paddingBottom: Math.max(0, rows.length - end) * rowHeight },
        })}
      >
        {shown.map((row, at) => (
          <ListRow
            key={row.id}
            row={row}
            index={first + at}
            total={hasMore ? -1 : rows.length}
            href={props.hrefOf(row)}
            tenantCurrency={props.tenantCurrency}
            now={props.now}
            viewers={props.viewers[row.id]}
            isActive={row.id === activeId}
            isTabStop={row === tabStop}
            isSelected={selection?.ids.has(row.id)}
            onToggle={selection?.toggle}
            onFocus={props.onFocus}
            onOpen={props.onOpen}
          />
        ))}
      </ul>
    </div>
  );
}
