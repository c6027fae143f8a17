import type { ReactNode } from "react";
import { PaneResizer } from "./pane-resizer";
import { defaultPaneStep, type PaneSteps } from "./panes";

type ThreePaneProps = Readonly<{
  /** What the reader came for: a phone shows only this, a tablet this and its neighbour. */
  active: "list" | "thread";
  list: ReactNode;
  thread: ReactNode;
  context?: ReactNode;
  /** As the browser remembers them. */
  steps?: PaneSteps;
}>;

// The column of the context is there before the context is, so that a long page does not move while it arrives.
const columns = {
  list: "md:grid-cols-1 xl:grid-cols-[minmax(0,1fr)_auto_var(--pane-context)]",
  thread: "md:grid-cols-[minmax(0,1fr)_auto_var(--pane-context)]",
} as const;

const defaultSteps: PaneSteps = { list: defaultPaneStep, context: defaultPaneStep };

/** List, thread and context: three side by side on a desk, two on a tablet, one after the other on a phone. */
export function ThreePane({ active, list, thread, context, steps = defaultSteps }: ThreePaneProps) {
  const isList = active === "list";
  return (
    <div
      data-panes=""
      data-list={steps.list}
      data-context={steps.context}
      className="flex min-h-0 min-w-0 flex-1 flex-col md:flex-row"
    >
      <section
        aria-label="List"
        className={`relative min-h-0 shrink-0 overflow-y-auto border-line bg-surface md:w-pane-list md:border-r ${isList ? "flex-1 md:flex-none" : "hidden xl:block"}`}
      >
        {list}
      </section>
      <PaneResizer pane="list" step={steps.list} />
      <div
        className={`relative min-h-0 min-w-0 flex-1 flex-col overflow-y-auto md:grid md:grid-rows-[minmax(0,1fr)] md:overflow-hidden ${context ? columns[active] : "md:grid-cols-1"} ${isList ? "hidden" : "flex"}`}
      >
        <section
          aria-label="Thread"
          className="relative min-w-0 md:min-h-0 md:overflow-y-auto md:[scrollbar-gutter:stable]"
        >
          {thread}
        </section>
        {context && (
          <>
            <PaneResizer pane="context" step={steps.context} />
            <aside
              aria-label="Context"
              className={`relative shrink-0 border-line bg-sunken p-4 max-md:border-t md:col-start-3 md:min-h-0 md:overflow-y-auto md:border-l ${isList ? "hidden xl:block" : ""}`}
            >
              <div className="flex flex-col gap-4">{context}</div>
            </aside>
          </>
        )}
      </div>
    </div>
  );
}
