"use client";

import { useLive } from "@/app/t/[tenant]/live";
import { NavCount } from "@/components/shell/nav-link";
import type { InboxSplit } from "@/lib/modules/cases/schema";

type Props = Readonly<{ split: InboxSplit; words: string; isAlarming?: boolean }>;

/** How many cases a split of the inbox holds now. */
export function LiveCount({ split, words, isAlarming = false }: Props) {
  return <NavCount count={useLive().counts[split]} words={words} isAlarming={isAlarming} />;
}
