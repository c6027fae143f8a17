import { Paperclip } from "lucide-react";
import type { CaseFile } from "@/lib/modules/cases/schema";
import { sizeWords } from "./file-words";

/** A file beside the message it came with. */
export const FileChip = ({ file, href }: Readonly<{ file: CaseFile; href: string }>) => (
  <a
    href={href}
    target="_blank"
    rel="noopener"
    className="inline-flex h-7 items-center gap-1.5 rounded-md border border-line bg-sunken px-2 text-xs text-ink hover:bg-hover pointer-coarse:h-11"
  >
    <Paperclip aria-hidden="true" className="size-3 text-ink-muted" />
    <span className="max-w-56 truncate">{file.name}</span>
    <span className="text-ink-muted tabular-nums">{sizeWords(file.sizeBytes)}</span>
  </a>
);
