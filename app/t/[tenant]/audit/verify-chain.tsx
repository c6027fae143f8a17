"use client";

import { ShieldAlert, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { ChainPart } from "@/lib/modules/audit/schema";

type Progress =
  | Readonly<{ state: "idle" | "failed" }>
  | Readonly<{ state: "checking" | "whole"; upTo: number; total: number; erased: number; unsealed: number }>
  | Readonly<{ state: "broken"; position: number; reason: string }>;

/** Checks the whole chain, part by part, and says in words how far it is and what it found. */
export function VerifyChain({ tenantSlug }: Readonly<{ tenantSlug: string }>) {
  const [progress, setProgress] = useState<Progress>({ state: "idle" });
  const verify = async () => {
    let after: number | undefined = 0;
    let erased = 0;
    setProgress({ state: "checking", upTo: 0, total: 0, erased, unsealed: 0 });
    while (after !== undefined) {
      const part = await askPart(tenantSlug, after);
      if (!part) return setProgress({ state: "failed" });
      if (part.broken) return setProgress({ state: "broken", ...part.broken });
      erased += part.erasedNames;
      const { upTo, total, unsealed } = part;
      after = part.nextFrom;
      setProgress({ state: after === undefined ? "whole" : "checking", upTo, total, erased, unsealed });
    }
  };
  return (
    <section
      aria-label="Chain"
      className="flex min-h-13 shrink-0 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-2 text-sm"
    >
      <p role="status" className="flex items-center gap-2">
        <ProgressIcon state={progress.state} />
        {wordsOf(progress)}
      </p>
      <Button onClick={verify} pending={progress.state === "checking"} pendingLabel="Checking…">
        Verify
      </Button>
    </section>
  );
}

async function askPart(tenantSlug: string, after: number): Promise<ChainPart | undefined> {
  try {
    const answer = await fetch(`/api/desk/${tenantSlug}/audit/verify?after=${after}`);
    return answer.ok ? ((await answer.json()) as ChainPart) : undefined;
  } catch {
    return undefined;
  }
}

function ProgressIcon({ state }: Pick<Progress, "state">) {
  if (state === "whole") return <ShieldCheck aria-hidden="true" className="size-4 text-good" />;
  if (state === "broken") return <ShieldAlert aria-hidden="true" className="size-4 text-attention" />;
  return null;
}

const number = (count: number): string => count.toLocaleString("en-US");

function wordsOf(progress: Progress): string {
  switch (progress.state) {
    case "idle":
      return "Each entry is sealed to the one before it. Verify checks that none was changed or removed.";
    case "failed":
      return "The check could not be finished: the desk did not answer. Try again.";
    case "checking":
      return progress.total === 0
        ? "Checking…"
        : `Checked ${number(progress.upTo)} of ${number(progress.total)} entries…`;
    case "broken":
      return `The chain is broken at entry ${number(progress.position)}: ${progress.reason}.`;
    case "whole":
      return [
        `The chain is whole: all ${number(progress.total)} sealed entries are as they were written.`,
        progress.unsealed > 0 ? `${number(progress.unsealed)} wait to be sealed.` : "",
        progress.erased > 0 ? `${number(progress.erased)} names were erased with their accounts.` : "",
      ]
        .filter(Boolean)
        .join(" ");
  }
}
