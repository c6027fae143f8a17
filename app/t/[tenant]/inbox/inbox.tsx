"use client";

import { ArrowUp, Inbox as InboxIcon } from "lucide-react";
import { useCallback, useEffect, useMemo } from "react";
import { useShortcut } from "@/components/shortcuts/use-shortcut";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { addressOf } from "@/lib/modules/cases/inbox/address";
import type { InboxView } from "@/lib/modules/cases/inbox/schema";
import type { InboxPage, InboxRow } from "@/lib/modules/cases/schema";
import type { Colleague } from "./act-dialogs";
import { BulkBar } from "./bulk-bar";
import { CaseRows } from "./case-rows";
import { usePreview } from "./preview-context";
import { useSelection } from "./selection";
import { useListKeys } from "./use-list-keys";
import { useRows } from "./use-rows";

type InboxProps = Readonly<{
  tenantSlug: string;
  tenantCurrency: string;
  myId: string;
  /** Whether the reader's role changes cases at all. */
  mayChange: boolean;
  view: InboxView;
  first: InboxPage;
  /** When the server read the first page. */
  nowIso: string;
  colleagues: readonly Colleague[];
  emptyReason: string;
  /** Beside this case the list only leads to others. */
  selectedId?: string | undefined;
}>;

/** The list of the inbox: scrolling, keyboard, selection, what is new. */
export function Inbox(props: InboxProps) {
  const { tenantSlug, view, selectedId } = props;
  const list = useRows(tenantSlug, view, props.first);
  const { rows, nextCursor } = list.page;
  const selection = useSelection(rows);
  const isAlone = selectedId === undefined;
  const isActing = isAlone && props.mayChange;
  const address = addressOf(view);
  const hrefOf = useCallback(
    (row: InboxRow) => `/t/${tenantSlug}/cases/${row.id}${address}`,
    [tenantSlug, address],
  );
  const { active, setActive, focusAt, focusRow, onOpen } = useListKeys({
    tenantSlug,
    address,
    rows,
    isAlone,
    hrefOf,
  });
  const activeRow = rows[active];
  useShortcut("list.select", () => activeRow && selection.toggle(activeRow.id), isActing && !!activeRow);
  const { show } = usePreview();
  const now = useMemo(() => new Date(props.nowIso), [props.nowIso]);
  const onDone = useCallback(async () => {
    selection.clear();
    await list.reload();
    // What had the keyboard may be gone: the case in its place has it now.
    if (active >= 0) focusRow(active);
  }, [selection.clear, list.reload, active, focusRow]);
  useEffect(() => {
    if (isAlone) show({ row: activeRow, onDone });
  }, [isAlone, activeRow, onDone, show]);

  const targets = useMemo(
    () => (selection.ids.size > 0 ? [...selection.ids] : activeRow ? [activeRow.id] : []),
    [selection.ids, activeRow],
  );
  return (
    <>
      {isActing && rows.length > 0 && (
        <BulkBar
          tenantSlug={tenantSlug}
          myId={props.myId}
          caseIds={targets}
          selectedCount={selection.ids.size}
          shownCount={rows.length}
          isSpamShown={activeRow?.conversation === "spam" || rows[0]?.conversation === "spam"}
          colleagues={props.colleagues}
          onToggleAll={selection.toggleAll}
          onClear={selection.clear}
          onDone={onDone}
        />
      )}
      <Notices list={list} />
      {rows.length === 0 ? (
        <EmptyState icon={InboxIcon} title="Nothing here">
          {props.emptyReason}
        </EmptyState>
      ) : (
        <CaseRows
          label="Cases"
          rows={rows}
          hasMore={nextCursor !== undefined}
          onMore={list.loadMore}
          hrefOf={hrefOf}
          tenantCurrency={props.tenantCurrency}
          now={now}
          viewers={list.viewers}
          activeId={selectedId ?? activeRow?.id}
          focusAt={focusAt}
          selection={isActing ? selection : undefined}
          onFocus={setActive}
          onOpen={onOpen}
        />
      )}
    </>
  );
}

/** What happened to the list that its rows do not say. */
function Notices({ list }: Readonly<{ list: ReturnType<typeof useRows> }>) {
  return (
    <div aria-live="polite" className="shrink-0">
      {list.newCount > 0 && (
        <div className="border-b border-line bg-info-soft p-1.5 text-center">
          <Button size="sm" icon={<ArrowUp aria-hidden="true" className="size-3.5" />} onClick={list.showNew}>
            {list.newCount === 1 ? "1 new case" : `${list.newCount} new cases`}
          </Button>
        </div>
      )}
      {list.page.isClose && (
        <p className="border-b border-line px-4 py-2 text-xs text-ink-muted">
          Nothing holds these words. These cases have names that are written like them.
        </p>
      )}
      {list.hasFailed && (
        <p className="flex items-center gap-2 border-b border-line px-4 py-2 text-xs text-attention">
          Further cases could not be read.
          <Button size="sm" onClick={() => void list.loadMore()}>
            Try again
          </Button>
        </p>
      )}
    </div>
  );
}
