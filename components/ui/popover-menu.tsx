"use client";

import { type MouseEvent, type ReactNode, useId, useRef } from "react";

type Props = Readonly<{
  /** Its tooltip. The trigger's own words name it. */
  label: string;
  trigger: ReactNode;
  className: string;
  /** Where it opens and how it is laid out. */
  panelClassName: string;
  children: ReactNode;
}>;

/** A panel that a button opens above the page. The browser itself closes it on Escape and on a click elsewhere. */
export function PopoverMenu({ label, trigger, className, panelClassName, children }: Props) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  // A link that leads elsewhere without a reload would leave it open.
  const closeAfterLink = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest("a")) panel.current?.hidePopover();
  };
  return (
    <>
      <button type="button" aria-haspopup="true" title={label} popoverTarget={id} className={className}>
        {trigger}
      </button>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: a link's own click, by whichever device. */}
      <div
        id={id}
        ref={panel}
        popover="auto"
        onClick={closeAfterLink}
        className={`fixed inset-auto m-0 w-auto rounded-md border border-line bg-surface text-sm text-ink shadow-overlay ${panelClassName}`}
      >
        {children}
      </div>
    </>
  );
}
