import type { OwnFile, OwnRequestDetail } from "@/lib/modules/portal/queries";
import type { PortalPage } from "@/lib/web/portal-page";

type Props = Readonly<{ page: PortalPage; request: OwnRequestDetail }>;

/** What the customer and the shop wrote to each other. Whoever answers for the shop is the shop. */
export function RequestThread({ page, request }: Props) {
  const { words, portal, date } = page;
  return (
    <section aria-labelledby="thread" className="flex flex-col gap-3">
      <h2 id="thread" className="text-xl">
        {words.request.threadTitle}
      </h2>
      {request.messages.length === 0 && <p className="text-ink-muted">{words.request.noMessages}</p>}
      <ol className="flex flex-col gap-3">
        {request.messages.map((message) => (
          <li
            key={message.id}
            className={`flex flex-col gap-1 rounded-md border border-line p-4 ${message.isOwn ? "bg-sunken" : "bg-surface"}`}
          >
            <p className="text-base text-ink-muted">
              <span className="font-medium text-ink">{message.isOwn ? words.request.you : portal.name}</span>{" "}
              · {date(message.createdAt)}
            </p>
            <p className="whitespace-pre-wrap break-words" dir="auto">
              {message.body}
            </p>
            {message.files.length > 0 && <Files page={page} files={message.files} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Files({
  page: { words, portal, locale },
  files,
}: Readonly<{ page: PortalPage; files: readonly OwnFile[] }>) {
  return (
    <ul className="text-base">
      {files.map(({ id, name, sizeBytes }) => (
        <li key={id}>
          <a
            className="link inline-flex min-h-11 items-center break-all"
            href={`/help/${portal.slug}/files/${id}`}
          >
            {words.request.file(name, sizeOf(sizeBytes, locale))}
          </a>
        </li>
      ))}
    </ul>
  );
}

function sizeOf(bytes: number, locale: string): string {
  const isLarge = bytes >= 1_000_000;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: isLarge ? "megabyte" : "kilobyte",
    maximumFractionDigits: isLarge ? 1 : 0,
  }).format(Math.max(1, bytes / (isLarge ? 1_000_000 : 1_000)));
}
