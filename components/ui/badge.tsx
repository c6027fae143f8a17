import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { softTone, type Tone } from "./tone";

type BadgeProps = Readonly<{ tone?: Tone; icon?: LucideIcon; children: ReactNode }>;

/** A state in an icon, a word and a colour. */
export function Badge({ tone = "neutral", icon: Icon, children }: BadgeProps) {
  return (
    <span
      className={`inline-flex h-5 shrink-0 align-middle items-center gap-1 rounded-sm border px-1.5 text-xs font-medium whitespace-nowrap ${softTone[tone]}`}
    >
      {Icon && <Icon aria-hidden="true" className="size-3 shrink-0" />}
      {children}
    </span>
  );
}
