import type { ReactNode } from "react";
import { appealAction, cancelAction, replyAction } from "@/app/help/[tenant]/actions";
import { fileField } from "@/app/help/[tenant]/file-field";
import { formWords } from "@/app/help/[tenant]/form-words";
import { PortalForm } from "@/app/help/[tenant]/portal-form";
import type { OwnRequestDetail } from "@/lib/modules/portal/queries";
import { newId } from "@/lib/platform/ids";
import type { PortalPage } from "@/lib/web/portal-page";

type Props = Readonly<{ page: PortalPage; request: OwnRequestDetail }>;

/** What the customer can do about their request now. */
export function RequestActs({ page, request }: Props) {
  const { words, portal } = page;
  const { mayAppeal, mayReply, cancel } = request.status;
  const shared = {
    hidden: { caseId: request.id },
    words: formWords(words),
  };
  return (
    <>
      {mayAppeal && (
        <Act id="appeal" title={words.request.appealTitle} text={words.request.appealText}>
          <PortalForm
            {...shared}
            label={words.request.appealTitle}
            action={appealAction.bind(null, portal.slug)}
            fields={[{ name: "message", label: words.request.appealLabel, kind: "words" }]}
            submitLabel={words.request.appeal}
            pendingLabel={words.request.appealing}
          />
        </Act>
      )}
      {mayReply ? (
        <Act id="reply" title={words.request.replyTitle}>
          <PortalForm
            {...shared}
            hidden={{ ...shared.hidden, formId: newId() }}
            label={words.request.replyTitle}
            action={replyAction.bind(null, portal.slug)}
            fields={[{ name: "message", label: words.request.replyLabel, kind: "words" }, fileField(words)]}
            submitLabel={words.request.reply}
            pendingLabel={words.request.replying}
            isQuiet={mayAppeal}
          />
        </Act>
      ) : (
        <p className="text-ink-muted">{words.request.replyClosed}</p>
      )}
      {cancel !== "none" && (
        <Act
          id="cancel"
          title={words.request.cancelTitle}
          text={cancel === "possible" ? words.request.cancelText : words.request.cancelTooLate}
        >
          {cancel === "possible" && (
            <PortalForm
              {...shared}
              label={words.request.cancelTitle}
              action={cancelAction.bind(null, portal.slug)}
              submitLabel={words.request.cancel}
              pendingLabel={words.request.canceling}
              isQuiet
            />
          )}
        </Act>
      )}
    </>
  );
}

type ActProps = Readonly<{ id: string; title: string; text?: string; children: ReactNode }>;

const Act = ({ id, title, text, children }: ActProps) => (
  <section aria-labelledby={id} className="flex flex-col gap-3 border-t border-line pt-6">
    <h2 id={id} className="text-xl">
      {title}
    </h2>
    {text && <p className="text-ink-muted">{text}</p>}
    {children}
  </section>
);
