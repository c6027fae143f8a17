import { Eye } from "lucide-react";
import { type RefObject, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Facts } from "@/components/ui/facts";
import type { ForetoldMail } from "@/lib/modules/mail/preview";
import { askForm, type FormAnswer } from "./ask-form";

type Props = Readonly<{ form: RefObject<HTMLFormElement | null>; address: string; isPayment: boolean }>;

/** Shows the mail that the decision sends, as it would read now. */
export function DecisionMail({ form, address, isPayment }: Props) {
  const [answer, setAnswer] = useState<FormAnswer<ForetoldMail>>({});
  const [isPending, setPending] = useState(false);
  const show = async () => {
    if (!form.current) return;
    setPending(true);
    const newest = await askForm<ForetoldMail>(address, new FormData(form.current));
    setAnswer(newest ?? { refusal: "We could not reach the desk. Try again." });
    setPending(false);
  };
  const { found: mail, refusal } = answer;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        size="sm"
        variant="ghost"
        icon={<Eye aria-hidden="true" className="size-3.5" />}
        pending={isPending}
        onClick={() => void show()}
      >
        See the customer’s mail
      </Button>
      {refusal && (
        <span role="status" className="text-xs text-ink-muted">
          {refusal}
        </span>
      )}
      <Dialog
        isOpen={mail !== undefined}
        onOpenChange={(isOpen) => !isOpen && setAnswer({})}
        title="The mail as it arrives"
        description={
          isPayment
            ? "It is sent once the money is paid, and then names the reference."
            : "It is sent when you decide."
        }
      >
        {mail && (
          <>
            <Facts
              facts={[
                { term: "To", detail: mail.to },
                { term: "Subject", detail: mail.subject },
              ]}
            />
            <p
              data-mail-text
              lang={mail.locale}
              className="max-h-96 overflow-y-auto border-t border-line pt-3 wrap-anywhere whitespace-pre-wrap"
            >
              {mail.text}
            </p>
          </>
        )}
      </Dialog>
    </div>
  );
}
