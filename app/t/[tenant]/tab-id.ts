const name = "makegood:tab";

/** The name of this tab, the same after a reload: whose turn it was before still has it. */
export function takeTabId(): string {
  const kept = read();
  // A tab that is duplicated while the page lives gets a name of its own.
  write(undefined);
  return kept ?? crypto.randomUUID?.() ?? Math.random().toString(36).slice(2).padEnd(12, "0");
}

/** Leaves the name to the page that comes next in this tab. @returns what ends it */
export function passOnTabId(id: string): () => void {
  const leave = () => write(id);
  // Back from the browser's memory, the page lives again.
  const comeBack = () => write(undefined);
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", comeBack);
  return () => {
    window.removeEventListener("pagehide", leave);
    window.removeEventListener("pageshow", comeBack);
  };
}

function read(): string | undefined {
  try {
    return sessionStorage.getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(id: string | undefined): void {
  try {
    if (id === undefined) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, id);
  } catch {
    // Without room in the browser a reload is another tab.
  }
}
