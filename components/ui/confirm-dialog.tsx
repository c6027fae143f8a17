"use client";

import { type ReactNode, useId, useState } from "react";
import { Banner } from "./banner";
import { Button } from "./button";
import type { ButtonSize, ButtonVariant } from "./button-style";
import { Dialog, DialogClose } from "./dialog";

type ConfirmDialogProps = Readonly<{
  trigger: Readonly<{
    label: string;
    variant?: ButtonVariant;
    size?: ButtonSize;
    icon?: ReactNode;
    disabledReason?: string | undefined;
  }>;
  title: string;
  /** The exact sentence of what will happen: "Refund $42.10 to Visa •4242 for #1042." */
  sentence: ReactNode;
  /** A preview, and the fields that go with the act. */
  children?: ReactNode;
  /** Says what will happen, with amount and destination. */
  confirmLabel: string;
  variant?: "primary" | "danger";
  /** What confirming does: a server action, or … */
  action?: (formData: FormData) => void;
  /** … the submission of a form that stands elsewhere on the page. */
  formId?: string;
  isPending?: boolean;
  pendingLabel?: string;
  /** Why the last try did not work. The dialog stays open, so nothing typed is lost. */
  error?: string | undefined;
}>;

/** Preview, one sentence, confirm: the way of every act that moves money or cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { trigger, variant = "primary", action, isPending = false } = props;
  const [isOpen, setIsOpen] = useState(false);
  const ownFormId = useId();
  const formId = props.formId ?? ownFormId;

  if (trigger.disabledReason) {
    return (
      <Button {...trigger} variant={trigger.variant ?? variant}>
        {trigger.label}
      </Button>
    );
  }
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button variant={trigger.variant ?? variant} size={trigger.size ?? "md"} icon={trigger.icon}>
          {trigger.label}
        </Button>
      }
      title={props.title}
      description={props.sentence}
      footer={
        <>
          <DialogClose render={<Button size="lg">Cancel</Button>} />
          <Button
            type="submit"
            form={formId}
            variant={variant}
            size="lg"
            pending={isPending}
            pendingLabel={props.pendingLabel}
          >
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      {props.error && (
        <Banner tone="attention" role="alert">
          {props.error}
        </Banner>
      )}
      {action ? (
        <form id={ownFormId} action={action} className="flex flex-col gap-4">
          {props.children}
        </form>
      ) : (
        props.children
      )}
    </Dialog>
  );
}
