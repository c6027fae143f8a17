import { Eye, FileText, Lock, Send } from "lucide-react";
import { useKeyHint } from "@/components/shortcuts/shortcuts-provider";
import { Button } from "@/components/ui/button";
import { FileAdder } from "./files";
import type { useComposer } from "./use-composer";

type Props = Readonly<{ composer: ReturnType<typeof useComposer>; onPreview: () => void }>;

/** Files, macro, preview and the one button, which says who reads it. */
export function ComposerBar({ composer, onPreview }: Props) {
  const { kind, files, permission, isBlank, sending, canSend, trySend, setPicking } = composer;
  const icon = { "aria-hidden": true, className: "size-3.5" } as const;
  const macroKeys = useKeyHint("case.macro", "Macro");
  const isNote = kind === "note";
  return (
    <div className="flex flex-wrap items-center gap-2">
      <FileAdder onAdd={files.add} isDisabled={!permission.allowed} isUploading={files.isUploading} />
      {!isNote && (
        <>
          <Button
            {...macroKeys}
            size="sm"
            variant="ghost"
            icon={<FileText {...icon} />}
            onClick={() => setPicking(true)}
            disabled={!permission.allowed}
          >
            Macro
          </Button>
          <Button size="sm" variant="ghost" icon={<Eye {...icon} />} onClick={onPreview} disabled={isBlank}>
            Preview
          </Button>
        </>
      )}
      <span className="ml-auto">
        <Button
          variant={isNote ? "secondary" : "primary"}
          icon={isNote ? <Lock {...icon} /> : <Send {...icon} />}
          onClick={trySend}
          pending={sending.state === "sending"}
          pendingLabel={isNote ? "Adding…" : "Sending…"}
          disabled={!canSend}
          aria-describedby="composer-hint"
        >
          {isNote ? "Add note" : "Send reply"}
        </Button>
      </span>
    </div>
  );
}
