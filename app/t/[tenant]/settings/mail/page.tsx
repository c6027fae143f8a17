import type { Metadata } from "next";
import Link from "next/link";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { PageHeader } from "@/components/page-header";
import { RelativeTime } from "@/components/relative-time";
import { Card } from "@/components/ui/card";
import { Facts } from "@/components/ui/facts";
import { supportAddress } from "@/lib/modules/mail/addresses";
import { listOwnWords } from "@/lib/modules/mail/queries";
import { customerMails, type SetAsideMail } from "@/lib/modules/mail/schema";
import { mailNames } from "@/lib/modules/mail/words";
import { locales } from "@/lib/modules/notices/schema";

export const metadata: Metadata = { title: "Mail" };

type Props = Readonly<{ params: Promise<{ tenant: string }> }>;

const languages = { en: "English", de: "German" } as const;

export default async function MailSettingsPage({ params }: Props) {
  const { actor, tenant } = await requireDesk((await params).tenant);
  const { words, setAside } = await listOwnWords(actor);
  const isOwn = (mail: string, locale: string) =>
    words.some((own) => own.mail === mail && own.locale === locale);
  return (
    <>
      <PageHeader title="Mail" description="What customers write to, and what they read." />
      <div className="flex max-w-3xl flex-col gap-4 p-4">
        <Card title="Mail in">
          <Facts facts={[{ term: "Customers write to", detail: supportAddress(tenant.slug) }]} />
        </Card>
        <Card title="Words of the mails">
          <ul className="flex flex-col divide-y divide-line">
            {customerMails.map((mail) => (
              <li key={mail} className="flex flex-wrap items-center justify-between gap-x-4 py-2">
                <span>{mailNames[mail]}</span>
                <span className="flex gap-4">
                  {locales.map((locale) => (
                    <Link
                      key={locale}
                      href={`/t/${tenant.slug}/settings/mail/${mail}/${locale}`}
                      className="inline-flex min-h-6 items-center underline"
                    >
                      <span className="sr-only">{mailNames[mail]} in </span>
                      {languages[locale]}
                      {isOwn(mail, locale) ? ", your words" : ""}
                    </Link>
                  ))}
                </span>
              </li>
            ))}
          </ul>
        </Card>
        <SetAside mails={setAside} />
      </div>
    </>
  );
}

function SetAside({ mails }: Readonly<{ mails: readonly SetAsideMail[] }>) {
  if (mails.length === 0) {
    return <Card title="Set aside">Every mail that came in became a message of a case.</Card>;
  }
  const now = new Date();
  return (
    <Card title="Set aside">
      <p className="mb-2 text-ink-muted">Mails that became no message, newest first, each with the reason.</p>
      <ul className="flex flex-col divide-y divide-line">
        {mails.map(({ id, fromAddress, subject, reason, receivedAt }) => (
          <li key={id} className="flex flex-wrap gap-x-3 py-2 wrap-anywhere">
            <span className="font-medium">{fromAddress}</span>
            <span>{subject || "No subject"}</span>
            <span className="ml-auto text-ink-muted">
              <RelativeTime at={receivedAt} now={now} timeZone="UTC" />
            </span>
            <span className="w-full text-ink-muted">{reason}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
