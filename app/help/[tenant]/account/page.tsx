import type { Metadata } from "next";
import { deleteAccountAction } from "@/app/help/[tenant]/actions";
import { formWords } from "@/app/help/[tenant]/form-words";
import { PortalForm } from "@/app/help/[tenant]/portal-form";
import { requirePortal, requireReader } from "@/lib/web/portal-page";

type Props = Readonly<{ params: Promise<{ tenant: string }> }>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await requirePortal((await params).tenant)).words.account.title };
}

/** What the shop keeps about the customer, to read and to take along; and the end of their account. */
export default async function PortalAccountPage({ params }: Props) {
  const { tenant } = await params;
  const { words } = await requirePortal(tenant);
  const reader = await requireReader(tenant);
  const { account: said } = words;
  return (
    <>
      <header className="flex flex-col gap-2">
        <h1 className="text-2xl">{said.title}</h1>
        <p className="break-words text-ink-muted">
          {reader.kind === "account" ? said.signedInAs(reader.account.email) : said.guestText}
        </p>
      </header>
      <section aria-labelledby="data" className="flex flex-col gap-3">
        <h2 id="data" className="text-xl">
          {said.dataTitle}
        </h2>
        <p className="text-ink-muted">{said.dataText}</p>
        <p className="flex flex-wrap gap-x-8">
          <a className="link inline-flex min-h-11 items-center" href={`/help/${tenant}/data`}>
            {said.dataRead}
          </a>
          <a className="link inline-flex min-h-11 items-center" href={`/help/${tenant}/data/export`} download>
            {said.dataDownload}
          </a>
        </p>
      </section>
      {reader.kind === "account" && (
        <section aria-labelledby="delete" className="flex flex-col gap-3 border-t border-line pt-8">
          <h2 id="delete" className="text-xl">
            {said.deleteTitle}
          </h2>
          <p className="text-ink-muted">{said.deleteText}</p>
          <PortalForm
            label={said.deleteTitle}
            action={deleteAccountAction.bind(null, tenant)}
            words={formWords(words)}
            prove={said.prove}
            fields={[{ name: "confirm", label: said.deleteLabel(said.deletePhrase), autoComplete: "off" }]}
            submitLabel={said.deleteButton}
            pendingLabel={said.deleting}
            isDanger
          />
        </section>
      )}
    </>
  );
}
