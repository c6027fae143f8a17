"use client";

import { useEffect, useState } from "react";
import type { Locale } from "@/lib/modules/notices/schema";

type Props = Readonly<{ retry: () => void }>;
type Words = Readonly<{ title: string; text: string; retry: string }>;

// Here, because an error page cannot ask the server for its words.
const words: Readonly<Record<Locale, Words>> = {
  en: {
    title: "We could not show this page",
    text: "The fault is ours. What you sent before may have arrived: look at your requests before you send it again.",
    retry: "Try again",
  },
  de: {
    title: "Wir konnten diese Seite nicht zeigen",
    text: "Der Fehler liegt bei uns. Was Sie gesendet haben, ist vielleicht angekommen: Sehen Sie bei Ihren Anfragen nach, bevor Sie es noch einmal senden.",
    retry: "Noch einmal versuchen",
  },
};

export default function PortalErrorPage({ retry }: Props) {
  const [locale, setLocale] = useState<Locale>("en");
  useEffect(() => setLocale(document.documentElement.lang === "de" ? "de" : "en"), []);
  return (
    <>
      <h1 className="text-2xl">{words[locale].title}</h1>
      <p>{words[locale].text}</p>
      <button type="button" className="link min-h-11 self-start" onClick={retry}>
        {words[locale].retry}
      </button>
    </>
  );
}
