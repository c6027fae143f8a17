"use client";

import { useActionState, useState } from "react";
import { Outcome } from "@/app/action-form";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { Textarea } from "@/components/ui/textarea";
import type { CustomerMail, MailValues, MailWords } from "@/lib/modules/mail/schema";
import { renderMail } from "@/lib/modules/mail/templates";
import type { Locale } from "@/lib/modules/notices/schema";
import type { ActionResult } from "@/lib/web/action";

type WordsFormProps = Readonly<{
  action: (previous: ActionResult, formData: FormData) => Promise<ActionResult>;
  mail: CustomerMail;
  locale: Locale;
  version: number;
  words: MailWords;
  /** Of the mail that the preview shows. */
  values: MailValues;
  mayEdit: boolean;
}>;

/** The words of one mail in one language, beside the mail that they make. */
export function WordsForm({ action, mail, locale, version, words, values, mayEdit }: WordsFormProps) {
  const [result, submit] = useActionState(action, { status: "idle" });
  const [subject, setSubject] = useState(words.subject);
  const [body, setBody] = useState(words.body);
  const failed = result.status === "failed" ? result : undefined;
  const errorOf = (field: string) => (failed?.field === field ? failed.message : undefined);
  return (
    <>
      <form action={submit} aria-label="Words of the mail" className="flex flex-col gap-4">
        <Outcome result={result} fields={["subject", "body"]} />
        <input type="hidden" name="mail" value={mail} />
        <input type="hidden" name="locale" value={locale} />
        <input type="hidden" name="version" value={version} />
        <Field label="Subject" error={errorOf("subject")}>
          {(control) => (
            <Input
              {...control}
              name="subject"
              value={subject}
              readOnly={!mayEdit}
              onChange={(event) => setSubject(event.target.value)}
            />
          )}
        </Field>
        <Field label="Words" help="An empty line begins a new paragraph." error={errorOf("body")}>
          {(control) => (
            <Textarea
              {...control}
              name="body"
              rows={12}
              value={body}
              readOnly={!mayEdit}
              onChange={(event) => setBody(event.target.value)}
            />
          )}
        </Field>
        {mayEdit ? (
          <div className="self-start">
            <SubmitButton pendingLabel="Saving…">Save the words</SubmitButton>
          </div>
        ) : (
          <p className="text-sm text-ink-muted">Admins change the words of mails.</p>
        )}
      </form>
      <Preview words={{ subject, body }} values={values} locale={locale} />
    </>
  );
}

function Preview({ words, values, locale }: Pick<WordsFormProps, "words" | "values" | "locale">) {
  const { subject, text } = renderMail(words, values, locale);
  const paragraphs = text.split("\n\n");
  return (
    <Card title="Preview, with made-up data">
      <h3 className="mb-1 text-sm font-medium">As a mail program shows it</h3>
      <div lang={locale} className="flex max-w-prose flex-col gap-3 rounded-md border border-line p-4">
        <p className="font-medium">{subject}</p>
        {paragraphs.map((paragraph, index) => (
          <p
            // biome-ignore lint/suspicious/noArrayIndexKey: a paragraph is nothing but its place.
            key={index}
            className={`wrap-anywhere whitespace-pre-line ${index === paragraphs.length - 1 ? "text-xs text-ink-muted" : ""}`}
          >
            {paragraph}
          </p>
        ))}
      </div>
      <h3 className="mt-4 mb-1 text-sm font-medium">As plain text</h3>
      <pre className="rounded-md border border-line p-3 text-sm wrap-anywhere whitespace-pre-wrap">
        {text}
      </pre>
    </Card>
  );
}
