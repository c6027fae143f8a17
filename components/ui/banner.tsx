import { CircleCheck, Clock, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { softTone, type Tone, textTone } from "./tone";

export type BannerTone = Exclude<Tone, "neutral">;

const icons: Readonly<Record<BannerTone, LucideIcon>> = {
  good: CircleCheck,
  waiting: Clock,
  attention: TriangleAlert,
  info: Info,
};

type BannerProps = Readonly<{
  tone: BannerTone;
  title?: string;
  children?: ReactNode;
  action?: ReactNode;
  /** `alert` interrupts a screen reader and is for what just failed; `status` waits for a pause. */
  role?: "alert" | "status";
}>;

export function Banner({ tone, title, children, action, role }: BannerProps) {
  const Icon = icons[tone];
  return (
    <div role={role} className={`flex items-start gap-2.5 rounded-md border px-3 py-2.5 ${softTone[tone]}`}>
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 text-sm text-ink">
        {title && <p className={`font-medium ${textTone[tone]}`}>{title}</p>}
        {children}
      </div>
      {action && <div className="shrink-0">{action}</div>}
    </div>
  );
}
