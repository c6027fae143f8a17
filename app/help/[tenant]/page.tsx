import { requirePortal } from "@/lib/web/portal-page";
import { lookUpAction } from "./actions";
import { formWords } from "./form-words";
import { PortalForm } from "./portal-form";

type Props = Readonly<{
  params: Promise<{ tenant: string }>;
  searchParams: Promise<{ deleted?: string | string[] }>;
}>;

export default async function PortalStartPage({ params, searchParams }: Props) {
  const { portal, words, locale } = await requirePortal((await params).tenant);
  const { start } = words;
  const back = `returnTo=${encodeURIComponent(`/help/${portal.slug}/requests`)}&lang=${locale}`;
  return (
    <>
      {(await searchParams).deleted && (
        <p role="status" className="border-s-4 border-good-solid ps-4">
          {start.deleted}
        </p>
      )}
      <header className="flex flex-col gap-2">
        <h1 className="text-2xl">{start.title}</h1>
        <p className="text-ink-muted">{start.intro}</p>
      </header>
      <section aria-labelledby="guest" className="flex flex-col gap-4">
        <header className="flex flex-col gap-1">
          <h2 id="guest" className="text-xl">
            {start.guestTitle}
          </h2>
          <p className="text-ink-muted">{start.guestText}</p>
        </header>
        <PortalForm
          label={start.guestTitle}
          action={lookUpAction.bind(null, portal.slug)}
          words={formWords(words)}
          fields={[
            {
              name: "orderNumber",
              label: start.orderNumber,
              help: start.orderNumberHelp,
              autoComplete: "off",
            },
            {
              ...{ name: "email", label: start.email, help: start.emailHelp },
              ...{ kind: "email", autoComplete: "email" },
            },
          ]}
          submitLabel={start.send}
          pendingLabel={start.sending}
        />
      </section>
      <section aria-labelledby="account" className="flex flex-col gap-4 border-t border-line pt-8">
        <header className="flex flex-col gap-1">
          <h2 id="account" className="text-xl">
            {start.accountTitle}
          </h2>
          <p className="text-ink-muted">{start.accountText}</p>
        </header>
        <p className="flex flex-wrap gap-x-8">
          <a className="link inline-flex min-h-11 items-center" href={`/sign-in?${back}`}>
            {start.signIn}
          </a>
          <a className="link inline-flex min-h-11 items-center" href={`/sign-up?${back}`}>
            {start.signUp}
          </a>
        </p>
      </section>
    </>
  );
}
