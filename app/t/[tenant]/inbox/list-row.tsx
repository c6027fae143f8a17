"use client";

import Link from "next/link";
import { type MouseEvent, memo } from "react";
import { CaseRow } from "@/components/case-row";
import type { InboxRow } from "@/lib/modules/cases/schema";

type ListRowProps = Readonly<{
  row: InboxRow;
  index: number;
  total: number;
  href: string;
  tenantCurrency: string;
  now: Date;
  viewers: readonly string[] | undefined;
  isActive: boolean;
  isTabStop: boolean;
  isSelected: boolean | undefined;
  /** Missing where nothing can be selected. */
  onToggle: ((id: string, isRange: boolean) => void) | undefined;
  onFocus: (index: number) => void;
  onOpen: (event: MouseEvent, row: InboxRow, index: number) => void;
}>;

/** One case of the list: a box to select it and a link that opens it. 80 pixels high, always. */
export const ListRow = memo(function ListRow(props: ListRowProps) {
  const { row, index, total, href, isActive, isTabStop, isSelected = false, onToggle } = props;
  const tabIndex = isTabStop ? 0 : -1;
  return (
    <li
      aria-setsize={total}
      aria-posinset={index + 1}
      data-selected={isSelected || undefined}
      className="group/row relative h-20 border-b border-line data-selected:bg-accent-soft"
    >
      {onToggle && (
        <label className="absolute top-0 left-0 z-1 flex h-full w-8 items-center justify-center pointer-coarse:w-11">
          <span className="sr-only">Select #{row.number}</span>
          <input
            type="checkbox"
            tabIndex={tabIndex}
            checked={isSelected}
            // A click knows whether shift was held; a change does not.
            onClick={(event) => onToggle(row.id, event.shiftKey)}
            onChange={() => undefined}
            className="size-4 accent-accent"
          />
        </label>
      )}
      <Link
        href={href}
        prefetch={false}
        data-case={row.id}
        tabIndex={tabIndex}
        aria-current={isActive ? "true" : undefined}
        onFocus={() => props.onFocus(index)}
        onClick={(event) => props.onOpen(event, row, index)}
        className={`relative flex h-full flex-col justify-center gap-0.5 pr-3 text-sm transition-colors hover:bg-hover focus-visible:-outline-offset-2 aria-[current]:bg-selected aria-[current]:before:absolute aria-[current]:before:inset-y-0 aria-[current]:before:left-0 aria-[current]:before:w-0.5 aria-[current]:before:bg-accent ${onToggle ? "pl-9 pointer-coarse:pl-12" : "pl-4"}`}
      >
        <CaseRow row={row} tenantCurrency={props.tenantCurrency} now={props.now} viewers={props.viewers} />
      </Link>
    </li>
  );
});
