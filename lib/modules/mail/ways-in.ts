import "server-only";
import { env } from "@/lib/platform/env";

/** The ways on which mail can come in here, in words. App and worker are given the same settings. */
export const waysIn = (): string[] => [
  ...(env.MAIL_IN_PORT ? [`SMTP on port ${env.MAIL_IN_PORT}`] : []),
  ...(env.MAIL_IN_DIR ? ["a mail folder"] : []),
  ...(env.MAIL_WEBHOOK_SECRET ? ["a signed webhook"] : []),
];
