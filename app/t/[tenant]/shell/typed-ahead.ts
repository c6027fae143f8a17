// A palette that is still being fetched must not lose what its reader types meanwhile.

let typed = "";
let stop: (() => void) | undefined;
const patienceMs = 5_000;

/** Keeps what is typed from now on until `takeTyped` asks for it. */
export function keepTyping(): void {
  stop?.();
  typed = "";
  const keep = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.key === undefined) return;
    if (event.key === "Escape") return stop?.();
    if (event.key === "Backspace") typed = typed.slice(0, -1);
    else if (event.key.length === 1) typed += event.key;
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const timer = setTimeout(() => stop?.(), patienceMs);
  document.addEventListener("keydown", keep, { capture: true });
  stop = () => {
    clearTimeout(timer);
    document.removeEventListener("keydown", keep, { capture: true });
    stop = undefined;
  };
}

/** What was typed since `keepTyping`; from now on keys go where the focus is. */
export function takeTyped(): string {
  stop?.();
  const all = typed;
  typed = "";
  return all;
}
