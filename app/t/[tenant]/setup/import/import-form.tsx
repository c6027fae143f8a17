"use client";

import { startTransition, useActionState, useState } from "react";
import { Outcome } from "@/app/action-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import type { ActionResult } from "@/lib/web/action";

type ImportFormProps = Readonly<{
  action: (previous: ActionResult, formData: FormData) => Promise<ActionResult>;
}>;

/** A file is tried before it is taken in; choosing another one begins anew. */
export function ImportForm({ action }: ImportFormProps) {
  const [result, submit, isPending] = useActionState(action, { status: "idle" });
  const [tried, setTried] = useState<File>();
  const [file, setFile] = useState<File>();
  const failed = result.status === "failed" ? result : undefined;

  function send(mode: "try" | "import") {
    if (!file) return;
    const fields = new FormData();
    fields.set("file", file);
    fields.set("mode", mode);
    setTried(mode === "try" ? file : undefined);
    startTransition(() => submit(fields));
  }

  return (
    <div className="flex flex-col gap-4">
      <Field label="Orders as CSV" error={failed?.field === "file" ? failed.message : undefined}>
        {(control) => (
          <input
            {...control}
            type="file"
            accept=".csv,text/csv"
            onChange={(event) => {
              setFile(event.target.files?.[0]);
              setTried(undefined);
            }}
            className="text-sm file:mr-3 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:py-1.5 file:text-ink"
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button
          variant={tried ? "secondary" : "primary"}
          disabled={!file}
          pending={isPending}
          pendingLabel="Reading…"
          onClick={() => send("try")}
        >
          Try it
        </Button>
        <Button
          variant="primary"
          pending={isPending}
          pendingLabel="Taking in…"
          disabledReason={tried && !isPending ? undefined : "Try the file first."}
          onClick={() => send("import")}
        >
          Import the orders
        </Button>
      </div>
      <div aria-live="polite">
        <Outcome result={result} fields={["file"]} />
      </div>
    </div>
  );
}
