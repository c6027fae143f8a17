import { z } from "zod";

const blankAsMissing = (value: unknown): unknown => (value === "" ? undefined : value);

/** Both or neither: without an address the tenant goes back to the installation's CRM. */
export const connectCrmInput = z
  .strictObject({
    url: z.preprocess(
      blankAsMissing,
      z
        .url("Enter the whole address, such as https://crm.example.com/makegood.")
        .max(500)
        .refine(
          (text) => URL.canParse(text) && !/[#\s]/.test(text) && new URL(text).username === "",
          "Leave names and passwords out of it.",
        )
        .optional(),
    ),
    secret: z.preprocess(
      blankAsMissing,
      z
        .string()
        .trim()
        .regex(
          /^whsec_[A-Za-z0-9+/]{24,120}={0,2}$/,
          "A secret begins with whsec_, followed by 24 or more characters.",
        )
        .optional(),
    ),
  })
  .refine(({ url, secret }) => (url === undefined) === (secret === undefined), {
    path: ["secret"],
    message: "An address needs a secret that its messages are signed with, and a secret an address.",
  });
export type ConnectCrm = z.output<typeof connectCrmInput>;

/** How the tenant's CRM is connected, without its secret, and how it does. */
export type CrmHealth = Readonly<{
  /** Null: the installation's own. */
  url: string | null;
  connectedByName: string | null;
  checkedAt: Date | null;
  failure: string | null;
  lastDeliveredAt: Date | null;
  /** Messages that wait for another try or were given up. */
  waiting: number;
}>;
