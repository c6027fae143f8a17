/** Why somebody gets a mail that no case is about. */
export const noticeKinds = [
  "already_registered",
  "invitation",
  "email_code",
  "password_changed",
  "email_changed",
  "factor_added",
  "factor_removed",
  "recovery_codes_renewed",
  "recovery_code_used",
  "new_device",
  "method_linked",
  "method_unlinked",
  "account_deleted",
  "approval_asked",
  "approval_reminder",
  "guest_link",
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Languages our mails are written in. */
export const locales = ["en", "de"] as const;
export type Locale = (typeof locales)[number];

/** Facts a notice tells, in words; never a password, a code or a token. */
export type NoticeDetail = Readonly<Record<string, string>>;

export type Notice = Readonly<{
  id: string;
  tenantId: string;
  userId: string | null;
  /** Null once the mail was taken: nobody needs the address any more. */
  email: string | null;
  kind: NoticeKind;
  locale: Locale;
  detail: NoticeDetail;
  createdAt: Date;
}>;
