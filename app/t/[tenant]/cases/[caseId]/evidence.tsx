import { BadgeCheck, CircleQuestionMark, FileText } from "lucide-react";
import type { Desk } from "@/app/t/[tenant]/desk";
import { sizeWords } from "@/components/file-words";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { isShownInline } from "@/lib/modules/cases/attachment-schema";
import type { CaseFile } from "@/lib/modules/cases/schema";
import { ConfirmFile } from "./confirm-file";

type Props = Readonly<{ desk: Desk; files: readonly CaseFile[]; customerName: string }>;

/** Every file of the case: what it is, who added it, and whether a person vouches for what it claims. */
export function Evidence({ desk, files, customerName }: Props) {
  const { slug } = desk.tenant;
  return (
    <Card title="Evidence">
      {files.length === 0 ? (
        <p className="text-ink-muted">Nobody added a file. {customerName} can answer a mail with photos.</p>
      ) : (
        <ul className="grid grid-cols-2 gap-3">
          {files.map((file) => (
            <li key={file.id} className="flex min-w-0 flex-col gap-1.5" data-file={file.id}>
              <Thumbnail file={file} href={`/api/desk/${slug}/attachments/${file.id}`} />
              <p className="truncate text-xs font-medium" title={file.name}>
                {file.name}
              </p>
              <p className="text-xs text-ink-muted">
                {file.mediaType}, {sizeWords(file.sizeBytes)}, by {file.addedByName}
              </p>
              <p className="inline-flex items-center text-xs text-ink-faint tabular-nums">
                sha256 {file.sha256.slice(0, 12)}…
                <CopyButton value={file.sha256} label={`Copy the hash of ${file.name}`} />
              </p>
              <p>
                {file.confirmedByName ? (
                  <Badge tone="good" icon={BadgeCheck}>
                    Confirmed by {file.confirmedByName}
                  </Badge>
                ) : (
                  <Badge tone="waiting" icon={CircleQuestionMark}>
                    A claim so far
                  </Badge>
                )}
              </p>
              {desk.actor.role !== "viewer" && (
                <ConfirmFile
                  tenantSlug={slug}
                  attachmentId={file.id}
                  name={file.name}
                  isConfirmed={file.confirmedByName !== null}
                />
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

const Thumbnail = ({ file, href }: Readonly<{ file: CaseFile; href: string }>) => (
  <a
    href={href}
    target="_blank"
    rel="noopener"
    className="flex aspect-4/3 items-center justify-center overflow-hidden rounded-md border border-line bg-sunken"
  >
    {isShownInline(file.mediaType) ? (
      // biome-ignore lint/performance/noImgElement: the file is private and already as small as it gets here.
      <img src={href} alt={file.name} loading="lazy" className="size-full object-cover" />
    ) : (
      <>
        <FileText aria-hidden="true" className="size-6 text-ink-faint" />
        <span className="sr-only">{file.name}</span>
      </>
    )}
  </a>
);
