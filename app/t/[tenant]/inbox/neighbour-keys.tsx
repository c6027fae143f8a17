"use client";

import { useRouter } from "next/navigation";
import { useShortcut } from "@/components/shortcuts/use-shortcut";

type NeighbourKeysProps = Readonly<{ previousHref: string | undefined; nextHref: string | undefined }>;

/** On a case, the keys of lists lead to the next one of the list it was opened from. */
export function NeighbourKeys({ previousHref, nextHref }: NeighbourKeysProps) {
  const router = useRouter();
  useShortcut("list.next", () => nextHref && router.push(nextHref), nextHref !== undefined);
  useShortcut("list.previous", () => previousHref && router.push(previousHref), previousHref !== undefined);
  return null;
}
