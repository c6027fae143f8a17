"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import type { InboxRow } from "@/lib/modules/cases/schema";

type Previewed = Readonly<{ row: InboxRow | undefined; show: (row: InboxRow | undefined) => void }>;

const PreviewContext = createContext<Previewed>({ row: undefined, show: () => undefined });

/** Lets the list say which case the pane beside it shows. */
export function PreviewProvider({ children }: Readonly<{ children: ReactNode }>) {
  const [row, show] = useState<InboxRow>();
  const value = useMemo(() => ({ row, show }), [row]);
  return <PreviewContext value={value}>{children}</PreviewContext>;
}

export const usePreview = (): Previewed => useContext(PreviewContext);
