import { Banner } from "@/components/ui/banner";
import { Dialog } from "@/components/ui/dialog";
import { Facts } from "@/components/ui/facts";
import type { DraftFile } from "./use-draft";

type Props = Readonly<{
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  to: Readonly<{ name: string; email: string }>;
  subject: string;
  text: string;
  files: readonly DraftFile[];
  missing: string | undefined;
}>;

/** The mail as the customer gets it. */
export const MailPreview = ({ isOpen, onOpenChange, to, subject, text, files, missing }: Props) => (
  <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title="The mail as it arrives">
    {missing && (
      <Banner tone="attention" role="alert">
        {missing}
      </Banner>
    )}
    <Facts
      facts={[
        { term: "To", detail: `${to.name} <${to.email}>` },
        { term: "Subject", detail: subject },
        ...(files.length > 0 ? [{ term: "Attached", detail: files.map(({ name }) => name).join(", ") }] : []),
      ]}
    />
    <p
      data-mail-text
      className="max-h-96 overflow-y-auto border-t border-line pt-3 wrap-anywhere whitespace-pre-wrap"
    >
      {text}
    </p>
  </Dialog>
);
