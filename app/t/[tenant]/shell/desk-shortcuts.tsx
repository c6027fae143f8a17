"use client";

import { useRouter } from "next/navigation";
import type { Place } from "@/components/shell/places";
import type { ShortcutId } from "@/components/shortcuts/catalogue";
import { useShortcut } from "@/components/shortcuts/use-shortcut";

type Props = Readonly<{ base: string; places: readonly Place[] }>;

/** The keys that lead from anywhere to the places of the desk. */
export function DeskShortcuts({ base, places }: Props) {
  return places.map(
    ({ id, path, shortcut }) => shortcut && <GoTo key={id} shortcut={shortcut} href={base + path} />,
  );
}

function GoTo({ shortcut, href }: Readonly<{ shortcut: ShortcutId; href: string }>) {
  const router = useRouter();
  useShortcut(shortcut, () => router.push(href));
  return null;
}
