import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RowActionForm } from "@/app/action-form";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { resetTemplateAction, saveTemplateAction } from "@/app/t/[tenant]/settings/mail/actions";
import { PageHeader } from "@/components/page-header";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { mayManageAccess } from "@/lib/modules/access/policy";
import { sampleFacts, valuesOf } from "@/lib/modules/mail/facts";
import { listOwnWords } from "@/lib/modules/mail/queries";
import { mailVariables, templateInput, variablesOf } from "@/lib/modules/mail/schema";
import { defaultWords, mailNames } from "@/lib/modules/mail/words";
import { WordsForm } from "./words-form";

export const metadata: Metadata = { title: "Words of a mail" };

type Props = Readonly<{ params: Promise<{ tenant: string; mail: string; locale: string }> }>;

export default async function MailWordsPage({ params }: Props) {
  const { tenant: slug, ...named } = await params;
  const { actor, tenant } = await requireDesk(slug);
  const chosen = templateInput.safeParse(named);
  if (!chosen.success) return notFound();
  const { mail, locale } = chosen.data;
  const { words } = await listOwnWords(actor);
  const own = words.find((saved) => saved.mail === mail && saved.locale === locale);
  const values = valuesOf({ ...sampleFacts, shopName: tenant.name }, locale);
  return (
    <>
      <PageHeader
        title={`${mailNames[mail]}, ${locale === "de" ? "German" : "English"}`}
        description={own ? "With your words." : "With our words, until you change them."}
        actions={<LinkButton href={`/t/${slug}/settings/mail`}>All mails</LinkButton>}
      />
      <div className="flex max-w-3xl flex-col gap-4 p-4">
        <WordsForm
          // A saved version is a new form: what it started from has changed.
          key={own?.version ?? 0}
          action={saveTemplateAction.bind(null, slug)}
          mail={mail}
          locale={locale}
          version={own?.version ?? 0}
          words={own ?? defaultWords[locale][mail]}
          values={values}
          mayEdit={mayManageAccess(actor)}
        />
        {own && mayManageAccess(actor) && (
          <RowActionForm
            label="Our words again"
            action={resetTemplateAction.bind(null, slug)}
            hidden={{ mail, locale }}
            submitLabel="Use our words again"
            pendingLabel="Resetting…"
          />
        )}
        <Card title="What you can name">
          <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[max-content_minmax(0,1fr)]">
            {variablesOf[mail].map((name) => (
              <div key={name} className="contents">
                <dt className="font-mono">{`{{${name}}}`}</dt>
                <dd className="text-ink-muted">{mailVariables[name]}</dd>
              </div>
            ))}
          </dl>
          <p className="mt-3">
            A paragraph whose variable has nothing to say is left out. {"{{amount|it}}"} says “it” then.
          </p>
        </Card>
      </div>
    </>
  );
}
