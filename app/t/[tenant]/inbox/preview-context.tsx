"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import type { InboxRow } from "@/lib/modules/cases/schema";

type Shown = Readonly<{
  row: InboxRow | undefined;
  /** Brings the list up to date once something was done to the row. */
  onDone: () => Promise<void>;
}>;
type Previewed = Shown & Readonly<{ show: (shown: Shown) => void }>;

const nothing: Shown = { row: undefined, onDone: async () => undefined };
const PreviewContext = createContext<Previewed>({ ...nothing, show: () => undefined });

/** Lets the list say which case the pane beside it shows. */
export function PreviewProvider({ children }: Readonly<{ children: ReactNode }>) {
  const [shown, show] = useState(nothing);
  const value = useMemo(() => ({ ...shown, show }), [shown]);
  return <PreviewContext value={value}>{children}</PreviewContext>;
}

export const usePreview = (): Previewed => useContext(PreviewContext);
