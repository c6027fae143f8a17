import { Paperclip, X } from "lucide-react";
import { useRef, useState } from "react";
import { sizeWords } from "@/components/file-words";
import { Button } from "@/components/ui/button";
import type { DraftFile, DraftPart } from "./use-draft";

type Place = Readonly<{
  tenantSlug: string;
  caseId: string;
  setPart: (next: (before: DraftPart) => DraftPart) => void;
}>;

/** Uploads files for the message that is being written, and takes them back. */
export function useFiles({ tenantSlug, caseId, setPart }: Place) {
  const [uploading, setUploading] = useState(0);
  const [failure, setFailure] = useState<string>();

  async function add(chosen: readonly File[]): Promise<void> {
    setFailure(undefined);
    for (const file of chosen) {
      setUploading((count) => count + 1);
      const answer = await upload(`/api/desk/${tenantSlug}/cases/${caseId}/attachments`, file);
      setUploading((count) => count - 1);
      if (typeof answer === "string") setFailure(`${file.name}: ${answer}`);
      else setPart((before) => ({ ...before, files: [...before.files, answer] }));
    }
  }

  function remove(id: string): void {
    setPart((before) => ({ ...before, files: before.files.filter((file) => file.id !== id) }));
    // What cannot be taken back now is sent with nothing, and goes with the rest that was never sent.
    void fetch(`/api/desk/${tenantSlug}/attachments/${id}`, { method: "DELETE" }).catch(() => undefined);
  }

  return { add: (chosen: FileList) => void add([...chosen]), remove, failure, isUploading: uploading > 0 };
}

async function upload(address: string, file: File): Promise<DraftFile | string> {
  const body = new FormData();
  body.set("file", file);
  try {
    const response = await fetch(address, { method: "POST", body });
    const answer = await response.json();
    if (!response.ok) return String(answer.detail ?? "This file was not taken.");
    return { id: answer.id, name: answer.name, sizeBytes: answer.sizeBytes };
  } catch {
    return "The upload broke off. Add it again once you are online.";
  }
}

type FilesProps = Readonly<{
  files: readonly DraftFile[];
  tenantSlug: string;
  onRemove: (id: string) => void;
  failure: string | undefined;
}>;

/** The files that go with the message, each removable. */
export function Files({ files, tenantSlug, onRemove, failure }: FilesProps) {
  return (
    <>
      {failure && (
        <p role="alert" className="text-sm text-attention">
          {failure}
        </p>
      )}
      {files.length > 0 && (
        <ul aria-label="Attached files" className="flex flex-wrap gap-2">
          {files.map(({ id, name, sizeBytes }) => (
            <li
              key={id}
              className="inline-flex items-center gap-1.5 rounded-md border border-line bg-sunken pl-2 text-xs"
            >
              <Paperclip aria-hidden="true" className="size-3" />
              <a href={`/api/desk/${tenantSlug}/attachments/${id}`} className="link max-w-48 truncate">
                {name}
              </a>
              <span className="text-ink-muted tabular-nums">{sizeWords(sizeBytes)}</span>
              <button
                type="button"
                aria-label={`Remove ${name}`}
                onClick={() => onRemove(id)}
                className="inline-flex size-7 items-center justify-center rounded-sm text-ink-faint hover:bg-hover hover:text-ink pointer-coarse:size-11"
              >
                <X aria-hidden="true" className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

type AdderProps = Readonly<{ onAdd: (files: FileList) => void; isDisabled: boolean; isUploading: boolean }>;

export function FileAdder({ onAdd, isDisabled, isUploading }: AdderProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to attach"
        onChange={(event) => {
          if (event.target.files?.length) onAdd(event.target.files);
          event.target.value = "";
        }}
      />
      <Button
        size="sm"
        variant="ghost"
        icon={<Paperclip aria-hidden="true" className="size-3.5" />}
        onClick={() => input.current?.click()}
        disabled={isDisabled}
        pending={isUploading}
        pendingLabel="Uploading…"
      >
        Attach
      </Button>
    </>
  );
}
