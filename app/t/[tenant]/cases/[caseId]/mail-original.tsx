"use client";

import { useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";

type Original = Readonly<{ body: string; html: string | null }>;
type Shown =
  | Readonly<{ state: "hidden" | "loading" | "failed" }>
  | Readonly<{ state: "shown"; mail: Original }>;

/**
 * A customer's mail as it was sent, once somebody asks for it. Its HTML was made harmless when it came in, runs in a
 * frame without scripts, and loads nothing: pictures from outside would tell the sender who reads when.
 */
export function MailOriginal({ address }: Readonly<{ address: string }>) {
  const [shown, setShown] = useState<Shown>({ state: "hidden" });
  const load = async () => {
    setShown({ state: "loading" });
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(String(answer.status));
      setShown({ state: "shown", mail: (await answer.json()) as Original });
    } catch {
      // Offline or signed out: the button is there again.
      setShown({ state: "failed" });
    }
  };
  if (shown.state === "shown") return <Mail mail={shown.mail} />;
  return (
    <div className="flex flex-col items-start gap-2">
      {shown.state === "failed" && <Banner tone="attention">The mail could not be loaded. Try again.</Banner>}
      <Button size="sm" variant="ghost" disabled={shown.state === "loading"} onClick={() => void load()}>
        Show the whole mail
      </Button>
    </div>
  );
}

function Mail({ mail }: Readonly<{ mail: Original }>) {
  if (mail.html === null) {
    return (
      <pre className="max-h-96 overflow-auto rounded-md border border-line p-3 text-sm wrap-anywhere whitespace-pre-wrap">
        {mail.body}
      </pre>
    );
  }
  return (
    <>
      <p className="mb-1 text-xs text-ink-muted">Pictures and styles of this mail are not shown.</p>
      <iframe
        title="The mail as it was sent"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        srcDoc={mail.html}
        className="h-96 w-full rounded-md border border-line bg-white"
      />
    </>
  );
}
