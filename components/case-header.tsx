import { ArrowLeft, Tag } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { StatusBadge } from "./status-badge";
import { Badge } from "./ui/badge";

type CaseHeaderProps = Readonly<{
  number: number;
  customerName: string;
  subject: string;
  conversation: string;
  decision: string;
  refund: string;
  assigneeName: string | null;
  /** Where "Back to inbox" leads on small screens. */
  backHref: string;
  labels?: readonly string[];
  /** Cases that were merged into this one. */
  merged?: readonly Readonly<{ number: number; href: string }>[];
  /** What is owed and by when. */
  clocks?: ReactNode;
  actions?: ReactNode;
  /** Who else is here. */
  children?: ReactNode;
}>;

/** Which case this is, and its three states side by side. */
export function CaseHeader(props: CaseHeaderProps) {
  const { number, customerName, subject, assigneeName, backHref, labels = [], merged = [] } = props;
  return (
    <header className="flex flex-col gap-2 border-b border-line px-4 py-3">
      <Link
        href={backHref}
        className="link inline-flex min-h-6 items-center gap-1 self-start text-xs xl:hidden"
      >
        <ArrowLeft aria-hidden="true" className="size-3.5" />
        Back to inbox
      </Link>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h1 className="text-lg">{subject}</h1>
          <p className="text-sm text-ink-muted">
            <span className="tabular-nums">#{number}</span> · {customerName} ·{" "}
            {assigneeName ? `owner ${assigneeName}` : "no owner yet"}
            {merged.map((other) => (
              <span key={other.href}>
                {" "}
                · with{" "}
                <Link href={other.href} className="link tabular-nums">
                  #{other.number}
                </Link>
              </span>
            ))}
          </p>
        </div>
      </div>
      {props.actions}
      <dl className="flex flex-wrap gap-x-4 gap-y-1.5 text-xs text-ink-muted">
        {(["conversation", "decision", "refund"] as const).map((kind) => (
          <div key={kind} className="inline-flex items-center gap-1.5">
            <dt className="capitalize">{kind}</dt>
            <dd>
              <StatusBadge kind={kind} state={props[kind]} />
            </dd>
          </div>
        ))}
      </dl>
      <div className="flex flex-wrap items-center gap-2 empty:hidden">
        {props.clocks}
        {labels.map((label) => (
          <Badge key={label} icon={Tag}>
            {label}
          </Badge>
        ))}
      </div>
      {props.children}
    </header>
  );
}
