export const panes = ["list", "context"] as const;
export type Pane = (typeof panes)[number];
/** How wide a pane is, in steps from 0 to 4. */
export type PaneSteps = Readonly<Record<Pane, number>>;

export const lastPaneStep = 4;
export const defaultPaneStep = 2;

export const paneCookie = (pane: Pane): string => `pane-${pane}`;

/** @param read gives the value of a cookie, if the browser sent it */
export function paneStepsOf(read: (cookie: string) => string | undefined): PaneSteps {
  const stepOf = (pane: Pane) => {
    const value = read(paneCookie(pane)) ?? "";
    return /^[0-4]$/.test(value) ? Number(value) : defaultPaneStep;
  };
  return { list: stepOf("list"), context: stepOf("context") };
}
