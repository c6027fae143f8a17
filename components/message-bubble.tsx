import { CornerUpLeft, Lock, type LucideIcon, Mail } from "lucide-react";
import type { ReactNode } from "react";
import type { Message } from "@/lib/modules/cases/schema";
import { RelativeTime } from "./relative-time";
import { Avatar } from "./ui/avatar";

type Look = Readonly<{ word: string; icon: LucideIcon; ground: string }>;

const looks: Readonly<Record<Exclude<Message["kind"], "event">, Look>> = {
  customer: { word: "Customer", icon: Mail, ground: "border-line bg-surface" },
  reply: { word: "Reply to customer", icon: CornerUpLeft, ground: "border-line bg-surface" },
  note: { word: "Internal note", icon: Lock, ground: "border-note-line bg-note" },
};

type MessageBubbleProps = Readonly<{
  message: Message;
  now?: Date;
  timeZone?: string;
  /** The files that came with it. */
  fileSlot?: ReactNode;
  /** How far a reply is on its way, or how a mail was sent. */
  mailSlot?: ReactNode;
}>;

const channelWords = { mail: "mail", portal: "the portal", api: "the API" } as const;

/** One entry of a thread: mail on white, notes on yellow behind a lock, events in one line. */
export function MessageBubble({
  message,
  now = new Date(),
  timeZone = "UTC",
  fileSlot,
  mailSlot,
}: MessageBubbleProps) {
  const time = <RelativeTime at={message.createdAt} now={now} timeZone={timeZone} />;
  if (message.kind === "event") {
    return (
      <p className="flex items-start gap-2 ps-11 text-xs text-ink-muted">
        <span aria-hidden="true" className="size-1.5 mt-1.5 shrink-0 rounded-full bg-line-strong" />
        <span className="min-w-0">
          <span className="font-medium text-ink">{message.authorName}</span> {message.body}
        </span>
        <span className="ms-auto">{time}</span>
      </p>
    );
  }

  const { word, icon: Icon, ground } = looks[message.kind];
  return (
    <article data-kind={message.kind} className="grid grid-cols-[2rem_minmax(0,1fr)] gap-x-3">
      <Avatar name={message.authorName} />
      <div className={`rounded-md border ${ground}`}>
        <header className="flex flex-wrap items-center gap-x-2 px-4 pt-2.5 text-xs text-ink-muted">
          <h2 className="text-sm text-ink">{message.authorName}</h2>
          <span className="inline-flex items-center gap-1">
            <Icon aria-hidden="true" className="size-3" />
            {word}
          </span>
          {message.channel && message.channel !== "desk" && <span>by {channelWords[message.channel]}</span>}
          {message.fromCaseNumber !== undefined && (
            <span className="tabular-nums">in #{message.fromCaseNumber}</span>
          )}
          <span className="ms-auto">{time}</span>
        </header>
        <p className="max-w-prose px-4 pt-1 pb-3 text-base wrap-anywhere whitespace-pre-wrap">
          {message.body}
        </p>
        {fileSlot && <div className="px-4 pb-3">{fileSlot}</div>}
        {mailSlot && <div className="px-4 pb-3 empty:hidden">{mailSlot}</div>}
      </div>
    </article>
  );
}
