import { type RefObject, useEffect, useState } from "react";
import { flushSync } from "react-dom";

/** Rows from `first` up to, but without, `end`. */
type Range = Readonly<{ first: number; end: number }>;

/** The range moves by so many rows at once, so that most frames of scrolling draw nothing anew. */
const step = 4;

/**
 * Which of `count` rows of one height are in view, and a few around them.
 * @returns `range`, undefined until the browser measured, and `reveal`, which scrolls no further than a row needs
 */
export function useVisibleRows(scroller: RefObject<HTMLElement | null>, count: number, rowHeight: number) {
  const [range, setRange] = useState<Range>();
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const read = () => setRange((before) => movedTo(before, rangeIn(element, count, rowHeight)));
    // Within the frame that scrolls: a later one would show the gap where rows are still missing.
    const readNow = () => flushSync(read);
    read();
    const observer = new ResizeObserver(readNow);
    observer.observe(element);
    element.addEventListener("scroll", readNow, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", readNow);
    };
  }, [scroller, count, rowHeight]);

  const reveal = (index: number): void => {
    const element = scroller.current;
    if (!element) return;
    const top = index * rowHeight;
    const lowest = Math.max(top + rowHeight - element.clientHeight, 0);
    element.scrollTop = Math.min(Math.max(element.scrollTop, lowest), top);
  };
  return { range, reveal };
}

function rangeIn({ scrollTop, clientHeight }: HTMLElement, count: number, rowHeight: number): Range {
  const first = Math.floor(scrollTop / rowHeight / step) * step - step;
  const end = Math.ceil((scrollTop + clientHeight) / rowHeight / step) * step + step;
  return { first: Math.min(Math.max(first, 0), count), end: Math.min(end, count) };
}

const movedTo = (before: Range | undefined, now: Range): Range =>
  before?.first === now.first && before.end === now.end ? before : now;
